import { type Participant, press } from "./crowd.ts";
import { openSeats } from "./seats.ts";
import { type Reply, servedBy } from "./shopper.ts";

/** What the shoppers of a rush were told so far. */
export interface Heard {
  decisions: number;
  /** Attempts without a decision: refusals that pass, timeouts, broken connections. */
  undecided: number;
  /** Decisions by the version of flash that told them. */
  readonly byVersion: Record<string, number>;
}

/** What each shopper was told, in order. */
export type Told = ReadonlyMap<Participant, readonly string[]>;

/** A crowd that presses, by and by. */
export interface Rush {
  readonly heard: Readonly<Heard>;
  /** So many more begin to press, all that are left by default. Resolves when each of them has been told something. */
  come(count?: number): Promise<void>;
  /** From now on no shopper presses beyond their own clicks. */
  stop(): void;
  /** Those who are left come, and all come to their end. */
  end(): Promise<Told>;
}

/** How a crowd presses. */
export interface RushOptions {
  /** They press on until the rush ends, with a pause after each click, so that there is no moment in which no one presses. */
  readonly pressOn?: { readonly pauseMilliseconds: number };
  /** So many press at a time: the next one begins when one has ended. Those who press on need a place each. */
  readonly most?: number;
}

/** Opens a rush; its shoppers press once they are let come. */
export const openRush = (
  saleId: string,
  all: readonly Participant[],
  { pressOn, most = 2000 }: RushOptions,
): Rush => {
  const heard: Heard = { decisions: 0, undecided: 0, byVersion: {} };
  const told = new Map<Participant, readonly string[]>();
  const ends: Promise<void>[] = [];
  const seat = openSeats(most);
  let [next, isOver] = [0, false];

  const hear = (decision: string | undefined, reply: Reply | undefined): void => {
    if (decision === undefined || reply === undefined) {
      heard.undecided += 1;
      return;
    }
    heard.decisions += 1;
    const version = servedBy(reply).flash ?? "?";
    heard.byVersion[version] = (heard.byVersion[version] ?? 0) + 1;
  };

  /** Resolves when this one has been told something. */
  const begin = async (one: Participant): Promise<void> => {
    const first = Promise.withResolvers<void>();
    const whole = seat(async () => {
      const answers = await press(one, saleId, {
        goesOn: () => pressOn !== undefined && !isOver,
        pauseMilliseconds: pressOn?.pauseMilliseconds ?? 0,
        heard: (decision, reply) => {
          hear(decision, reply);
          if (decision !== undefined) first.resolve();
        },
      });
      told.set(one, answers);
    });
    ends.push(whole);
    await Promise.race([first.promise, whole]);
  };

  const come = (count = all.length - next): Promise<void> => {
    const group = all.slice(next, next + count);
    next += group.length;
    const came = Promise.all(group.map(begin)).then(() => {});
    // A failure is told to those who wait for it, and at the end.
    came.catch(() => {});
    return came;
  };

  return {
    heard,
    come,
    stop: () => {
      isOver = true;
    },
    end: async () => {
      isOver = true;
      void come();
      await Promise.all(ends);
      return told;
    },
  };
};
