import type { Connection } from "mysql2/promise";
import { expect } from "vitest";
import { rows } from "./databases.ts";
import type { Told } from "./rush.ts";

/** A ticket as flash stores it. */
export interface StoredTicket {
  readonly id: string;
  readonly shopperId: string;
  readonly status: "admitted" | "waiting" | "returned";
  readonly paid: 0 | 1;
  readonly reason: string | null;
}

/** All tickets of a sale. One query, however many shoppers there are: asking for each one's place takes minutes. */
export const ticketsOf = (flash: Connection, saleId: string): Promise<StoredTicket[]> =>
  rows<StoredTicket>(
    flash,
    `select id, shopper_id as shopperId, status, paid, reason
     from tickets where sale_id = ? order by position`,
    [saleId],
  );

/** Orders of a sale that are not paid. */
export const unpaidOf = (
  flash: Connection,
  saleId: string,
): Promise<{ readonly id: string; readonly shopperId: string; readonly orderId: string }[]> =>
  rows(
    flash,
    `select id, shopper_id as shopperId, order_id as orderId from tickets
     where sale_id = ? and status = 'admitted' and not paid and order_id is not null`,
    [saleId],
  );

/** The process that looks after a sale: the name of a pod. */
export const keeperOf = async (flash: Connection, saleId: string): Promise<string | undefined> => {
  const query = "select kept_by as keeper from sales where id = ? and kept_until > utc_timestamp(3)";
  return (await rows<{ keeper: string | null }>(flash, query, [saleId]))[0]?.keeper ?? undefined;
};

const idIn = (answer: string): string | undefined => /tkt_\S+/.exec(answer)?.[0];

/** What a shopper was told, and what flash stored, as one sentence for each that does not fit. */
const contradictions = (told: Told, tickets: readonly StoredTicket[]): string[] => {
  const owners = new Map(tickets.map(({ id, shopperId }) => [id, shopperId]));
  return [...told].flatMap(([{ shopper }, answers]) => {
    const who = shopper.session.subject;
    const first = answers.findIndex((answer) => idIn(answer) !== undefined);
    if (first < 0) return [];
    const id = idIn(answers[first] ?? "") ?? "";
    const other = answers.slice(first).find((one) => idIn(one) !== id && one !== "ticket-returned");
    return [
      ...(other === undefined ? [] : [`${who} was told ${answers[first]}, and later ${other}`]),
      ...(owners.get(id) === who ? [] : [`${who} was told ${answers[first]}, which is not stored`]),
    ];
  });
};

/** No answer was taken back, each ticket that was told is stored for who was told of it, and no shopper has two. */
export const expectKeptWord = (told: Told, tickets: readonly StoredTicket[]): void => {
  expect(contradictions(told, tickets)).toEqual([]);
  expect(new Set(tickets.map(({ shopperId }) => shopperId)).size).toBe(tickets.length);
};

/** A shopper who was told of a piece and pays for it has it; it goes back only if they did not pay in time. */
export const expectKeptPieces = (told: Told, tickets: readonly StoredTicket[]): void => {
  const byShopper = new Map(tickets.map((ticket) => [ticket.shopperId, ticket]));
  const lost = [...told].filter(([{ shopper, kind }, answers]) => {
    if (kind !== "pays" || !answers.some((answer) => answer.startsWith("admitted"))) return false;
    const ticket = byShopper.get(shopper.session.subject);
    return ticket?.paid !== 1 && ticket?.reason !== "expired";
  });
  expect(
    lost.map(([{ shopper }]) => byShopper.get(shopper.session.subject) ?? shopper.session.subject),
  ).toEqual([]);
};
