import { createEvents, createStation } from "@caravan/simulation";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { costs, guesses, limits } from "./costs.ts";
import { createStore } from "./store.ts";

/** What is there when a sale opens; each has one core. */
export interface Shop {
  readonly gateways: number;
  /** Of flash. */
  readonly pods: number;
  /** Shards of the sale, each on a Redis of its own. */
  readonly shards: number;
}

/** Who comes. */
export interface Rush {
  readonly people: number;
  readonly pieces: number;
  /** Places in line. */
  readonly line: number;
  readonly seed: number;
}

/** What came of it. Times are seconds after the opening, but for those of an answer, which begin with the press. */
export interface Outcome {
  /** Of the people, 0 to 1: told for good within a second of their press, or of the lots if they pressed before. */
  readonly withinSecond: number;
  readonly p99: number;
  /** Of the people: gave up without an answer. */
  readonly untold: number;
  readonly lastPiece: number;
  readonly lastTold: number;
  /** How busy each part was until the last was told, 0 to 1. */
  readonly busy: Readonly<Record<Part, number>>;
}

/** What may be the limit. */
export type Part = "gateways" | "pods" | "Redis" | "store";

/** Plays the opening of one sale. */
export const simulate = ({ gateways, pods, shards }: Shop, { people, pieces, line, seed }: Rush): Outcome => {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const one = (of: number): number => Math.floor(of * uniform());
  const events = createEvents();
  const [gateway, pod, redis] = [gateways, pods, shards].map((count) => createStation(events, count));
  if (gateway === undefined || pod === undefined || redis === undefined) throw new RangeError("no station");
  const store = createStore(events, shards);
  const underWay = new Int32Array(gateways);
  const soldOutUntil = new Float64Array(pods);
  const tickets = { left: pieces + line, pieces, lastPiece: 0 };
  const answers: number[] = [];
  let lastTold = 0;

  const press = (began: number, shard: number, tries: number, now: number): void => {
    const through = one(gateways);
    const again = (from: number): void => {
      if (tries < guesses.tries)
        events.at(from + guesses.again * (1 + uniform()), (later) => press(began, shard, tries + 1, later));
    };
    const answer = (at: number): void => {
      underWay[through] = (underWay[through] ?? 0) - 1;
      answers.push((at - Math.max(began, limits.lots)) / 1000);
      lastTold = Math.max(lastTold, at / 1000);
    };
    const decide = (at: number, by: number): void => {
      if (at < (soldOutUntil[by] ?? 0)) {
        answer(at);
        return;
      }
      const isTicket = tickets.left > 0;
      if (isTicket && store.isFull(shard)) {
        underWay[through] = (underWay[through] ?? 0) - 1;
        again(at);
        return;
      }
      if (isTicket) tickets.left -= 1;
      const isPiece = isTicket && tickets.pieces > 0;
      if (isPiece) tickets.pieces -= 1;
      redis.serve(shard, at, isTicket ? costs.ticket : costs.full, (done) => {
        if (!isTicket) {
          soldOutUntil[by] = Math.max(soldOutUntil[by] ?? 0, at + limits.remembered);
          answer(done);
          return;
        }
        store.add(shard, done, (told) => {
          if (isPiece) tickets.lastPiece = told / 1000;
          answer(told);
        });
      });
    };
    gateway.serve(through, now, costs.gateway, (passed) => {
      if ((underWay[through] ?? 0) >= limits.perGateway) {
        again(passed);
        return;
      }
      underWay[through] = (underWay[through] ?? 0) + 1;
      const by = one(pods);
      pod.serve(by, passed, costs.pod, (heard) =>
        heard < limits.lots ? events.at(limits.lots, (at) => decide(at, by)) : decide(heard, by),
      );
    });
  };

  const [least = 0, most = 0] = guesses.line;
  for (let i = 0; i < people; i += 1) {
    const began = guesses.reaction * Math.exp(guesses.spread * normal()) + least + (most - least) * uniform();
    const shard = one(shards);
    events.at(began, (now) => press(began, shard, 1, now));
  }
  events.run();

  const sorted = answers.sort((a, b) => a - b);
  const time = lastTold * 1000;
  return {
    withinSecond: sorted.filter((seconds) => seconds <= 1).length / people,
    p99: sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0,
    untold: 1 - sorted.length / people,
    lastPiece: tickets.lastPiece,
    lastTold,
    busy: {
      gateways: gateway.busy() / (gateways * time),
      pods: pod.busy() / (pods * time),
      Redis: redis.busy() / (shards * time),
      store: store.busy() / time,
    },
  };
};
