import { setTimeout as sleep } from "node:timers/promises";
import { cards } from "@caravan/buyer";
import { Problem, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { askForPiece, joinSale } from "./sale.ts";
import { inTurns } from "./seats.ts";
import { newShopper, pay, type Reply, type Shopper } from "./shopper.ts";
import { until } from "./until.ts";

/** A shopper who takes part in a sale, how often they click, and what they do with a piece. */
export interface Participant {
  readonly shopper: Shopper;
  readonly token: string;
  readonly kind: "pays" | "lets it expire" | "cancels" | "is declined";
  readonly clicks: number;
}

/** What a third does with a piece, who never pay: an expiry takes a minute and a half, a cancellation does not. */
export type NeverPays = Extract<Participant["kind"], "lets it expire" | "cancels">;

const kindOf = (i: number, neverPays: NeverPays): Participant["kind"] => {
  if (i % 3 !== 0) return i % 10 === 1 ? "is declined" : "pays";
  return neverPays;
};

/** Requests at a time while a crowd gathers and pays: the addresses that it shares have a limit each. */
const atATime = 50;

/** So many guests, who share the addresses of all shoppers. */
export const gatherGuests = (count: number): Promise<Shopper[]> =>
  inTurns(Array.from({ length: count }), atATime, () => until("there is one more guest", newShopper));

/** Guests take part. A third never pays, a tenth is declined. */
export const participate = (
  guests: readonly Shopper[],
  saleId: string,
  neverPays: NeverPays,
): Promise<Participant[]> =>
  inTurns(guests, atATime, async (shopper, i) => {
    const token = await until("one more takes part", () => joinSale(shopper, saleId));
    return { shopper, token, kind: kindOf(i, neverPays), clicks: 1 + (i % 5) };
  });

/** Refusals that are told for good; all others pass, and the browser asks again. */
const final: ReadonlySet<string> = new Set(["sold-out", "sale-paused", "sale-ended", "ticket-returned"]);

const decisionIn = (reply: Reply): string | undefined => {
  if (reply.status < 300) {
    const { state, ticketId } = v.parse(SalePlace, reply.json());
    return state === "deciding" ? undefined : `${state} ${ticketId}`;
  }
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), reply.text);
  return problem.success && final.has(problem.output.code) ? problem.output.code : undefined;
};

/** How a shopper presses. */
export interface Pressing {
  /** Beyond their own clicks they press on for as long as it says so. */
  readonly goesOn: () => boolean;
  readonly pauseMilliseconds: number;
  /** Hears of each attempt; undefined: nothing was decided, or there was no reply. */
  readonly heard: (decision: string | undefined, reply: Reply | undefined) => void;
}

/** A click is repeated for so long: stores are killed meanwhile, and all parts compete for the same cores. */
const patienceSeconds = 300;

/** Presses the button like a browser: again after a refusal that passes. What it was told for good, in order. */
export const press = async (
  { shopper, token, clicks }: Participant,
  saleId: string,
  { goesOn, pauseMilliseconds, heard }: Pressing,
): Promise<string[]> => {
  const told: string[] = [];
  for (let click = 0; click < clicks || goesOn(); click += 1) {
    const key = crypto.randomUUID();
    const ask = async (): Promise<string> => {
      let [reply, decision]: [Reply?, string?] = [];
      try {
        reply = await askForPiece(shopper, saleId, token, key);
        decision = decisionIn(reply);
      } finally {
        heard(decision, reply);
      }
      if (decision === undefined) throw new Error(`${reply.status} ${reply.text.slice(0, 200)}`);
      return decision;
    };
    told.push(await until(`a decision about click ${click}`, ask, patienceSeconds));
    if (pauseMilliseconds > 0) await sleep(pauseMilliseconds);
  }
  return told;
};

/** Does with the order of a piece what this shopper does. */
export const buy = async ({ shopper, kind }: Participant, orderId: string): Promise<void> => {
  if (kind === "lets it expire") return;
  if (kind === "pays") return pay(shopper, orderId);
  if (kind === "is declined") await pay(shopper, orderId, cards.declined);
  await shopper.post(`/v1/orders/${orderId}/cancellation`, {});
};

/** Several shoppers do with their orders what they do. Who fails, such as in an outage, may do it again; returns who succeeded. */
export const buyAll = async (
  orders: readonly { readonly buyer: Participant; readonly orderId: string; readonly id: string }[],
): Promise<string[]> => {
  const done = await inTurns(orders, atATime, ({ buyer, orderId, id }) =>
    buy(buyer, orderId).then(
      () => [id],
      () => [],
    ),
  );
  return done.flat();
};
