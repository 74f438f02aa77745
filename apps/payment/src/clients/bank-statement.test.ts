import { type BankStatementPage, type bankRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import { expect, it, vi } from "vitest";
import { openBank } from "./bank.ts";

const date = "2026-11-21";
const line = (reference: string): BankStatementPage["lines"][number] => ({
  ...{ reference, type: "fee", amountCents: -1, at: `${date}T09:30:00.000Z` },
  ...{ intentId: null, merchantReference: null, refundReference: null },
});
const page = (reference: string, nextCursor?: string): BankStatementPage => ({
  date,
  lines: [line(reference)],
  ...(nextCursor === undefined ? {} : { nextCursor }),
});
const away = new Refusal({ kind: "unavailable", code: "callee-unavailable", detail: "The bank is down." });

const open = (...replies: (BankStatementPage | Refusal)[]) => {
  const getStatement = vi.fn(async () => {
    const reply = replies.shift() ?? away;
    if (reply instanceof Refusal) throw reply;
    return reply;
  });
  const client = { getStatement } as unknown as Client<typeof bankRoutes>;
  const bank = openBank(client, { callbackUrl: "https://shop.test/", callbackSecret: "secret" });
  return { getStatement, read: () => Array.fromAsync(bank.statement(date)) };
};

it("the statement is read page after page, by the bank's own cursor", async () => {
  const { getStatement, read } = open(page("a", "c1"), page("b", "c2"), page("c"));
  const pages = await read();
  expect(pages.map((lines) => lines.map(({ reference }) => reference))).toEqual([["a"], ["b"], ["c"]]);
  const asked = { params: { date }, timeoutSeconds: 3 };
  expect(getStatement.mock.calls).toEqual([
    [asked],
    [{ ...asked, query: { cursor: "c1" } }],
    [{ ...asked, query: { cursor: "c2" } }],
  ]);
});

it("a failed page is read again, and the bank is unavailable when it keeps failing", async () => {
  const { read } = open(page("a", "c1"), away, away, page("b"), page("a", "c1"));
  expect((await read()).flat()).toHaveLength(2);
  await expect(read()).rejects.toMatchObject({ code: "provider-unavailable" });
});

it("a cursor that does not advance ends the reading", async () => {
  const { getStatement, read } = open(page("a", "c1"), page("b", "c1"), page("b", "c1"));
  await expect(read()).rejects.toMatchObject({ code: "provider-unavailable" });
  expect(getStatement).toHaveBeenCalledTimes(2);
});
