import { table } from "@caravan/terminal";
import type { Chat } from "./chat.ts";
import type { Firing, Saying } from "./firing.ts";

/** A real fault in the running shop. */
export interface Fault {
  /** A short description. */
  readonly what: string;
  readonly fires: readonly Firing[];
  /** Puts it in. Returns how to end it. */
  readonly inflict: () => Promise<() => Promise<unknown>>;
  /** How long the last message may take, where it is more than two minutes. */
  readonly toldWithinSeconds?: number;
  /** The same for the message that it is over. */
  readonly overWithinSeconds?: number;
  /** Its alert looks back for minutes, and hinders no other one: later phases do not wait for its end. */
  readonly lingers?: true;
}

/** A row of the table: what fired, and after how many seconds people were told. */
export interface Told extends Firing {
  readonly fault: string;
  /** From the fault to the message. */
  readonly toldAfter: number;
  /** From the fault's end to the message that it is over. */
  readonly overAfter: number;
}

const seconds = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/**
 * Puts a fault in, waits until people are told of all it fires, and ends it. Returns how to wait until they are told that it is over.
 */
export const fire = async (chat: Chat, fault: Fault): Promise<() => Promise<readonly Told[]>> => {
  const { what, fires, inflict, toldWithinSeconds = 120, overWithinSeconds = 180 } = fault;
  const all = (saying: Saying, since: Date, limit: number) =>
    Promise.all(fires.map((firing) => chat.told(saying, firing, since, limit)));
  const begin = new Date();
  const end = await inflict();
  let ending = begin;
  const told = await all("firing", begin, toldWithinSeconds).finally(() => {
    ending = new Date();
    return end();
  });
  const ended = new Date();
  return async () => {
    // To end a fault takes a while, and people may be told before that is done.
    const over = await all("resolved", ending, overWithinSeconds);
    const rows = fires.map((one, i) => ({
      ...{ ...one, fault: what },
      ...{ toldAfter: seconds(begin, told[i] ?? begin), overAfter: seconds(ended, over[i] ?? ended) },
    }));
    // A long run is followed while it goes on.
    console.log(tableOf(rows));
    return rows;
  };
};

/** The same, and waits for the end. */
export const prove = async (chat: Chat, fault: Fault): Promise<readonly Told[]> => {
  const over = await fire(chat, fault);
  return over();
};

/** The rows as a table for people. */
export const tableOf = (rows: readonly Told[]): string => {
  const cells = rows.map(({ alert, words, fault, toldAfter, overAfter }) => [
    `${alert}: ${words.join(", ")}`,
    fault,
    `${toldAfter} s`,
    `${overAfter} s`,
  ]);
  return table(["alert", "fault", "told after", "over after"], cells);
};
