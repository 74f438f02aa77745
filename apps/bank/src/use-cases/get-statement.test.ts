import { type BankStatementLine, bankRoutes, encodeCursor } from "@caravan/contracts";
import fc from "fast-check";
import * as v from "valibot";
import { expect, it } from "vitest";
import { asked, card, openFakeBank } from "../testing/fake-bank.ts";

const date = "2026-11-25";
const path = `/v1/statements/${date}`;
const pageOf = async (reply: Response) => v.parse(bankRoutes.getStatement.success.body, await reply.json());

/** A bank that captured these amounts at noon, each with a fee. */
const taken = async (cents: readonly number[], now: string) => {
  const bank = openFakeBank();
  for (const [i, amountCents] of cents.entries()) {
    const body = { ...asked, merchantReference: `pay_${i}`, amountCents };
    const { id } = (await (await bank.post("/v1/intents", body)).json()) as { id: string };
    await bank.submit(id, card("4242424242424242"));
    await bank.post(`/v1/intents/${id}/capture`);
  }
  bank.setClock(now);
  return bank;
};

it("a statement is the same for any page size, with the payout once the day is closed", async () => {
  const Cents = fc.array(fc.integer({ min: 100, max: 10_000 }), { maxLength: 6 });
  const Now = fc.constantFrom("2026-11-25T13:00:00.000Z", "2026-11-26T00:01:00.000Z");
  await fc.assert(
    fc.asyncProperty(
      Cents,
      Now,
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      async (cents, now, limits) => {
        const bank = await taken(cents, now);
        const lines: BankStatementLine[] = [];
        for (let query = "", sizes = limits[Symbol.iterator](); ; ) {
          const limit = Number(sizes.next().value);
          const page = await pageOf(await bank.get(`${path}?limit=${limit}${query}`));
          expect(page.lines.length).toBeLessThanOrEqual(limit);
          lines.push(...page.lines);
          if (page.nextCursor === undefined) break;
          expect(page.lines).toHaveLength(limit);
          query = `&cursor=${page.nextCursor}`;
        }
        expect({ date, lines }).toEqual(await pageOf(await bank.get(path)));
        const payout = lines.filter(({ type }) => type === "payout");
        const closed = now > "2026-11-26" && cents.length > 0;
        expect(lines).toHaveLength(cents.length * 2 + Number(closed));
        const sum = lines.reduce((total, line) => total + (line.type === "payout" ? 0 : line.amountCents), 0);
        expect(payout.map(({ amountCents }) => amountCents)).toEqual(closed ? [sum] : []);
        expect(lines.at(-1)?.type === "payout").toBe(closed);
      },
    ),
    { numRuns: 50 },
  );
});

it("refuses a malformed cursor, one of another day, and a page that is too large", async () => {
  const bank = openFakeBank();
  const other = encodeCursor([Date.parse("2026-11-24T12:00:00.000Z"), 1]);
  for (const cursor of ["x", other, encodeCursor([Date.parse(`${date}T12:00:00.000Z`), -1])]) {
    const reply = await bank.get(`${path}?cursor=${cursor}`);
    expect([reply.status, await reply.json()]).toMatchObject([400, { code: "cursor-unknown" }]);
  }
  for (const limit of ["0", "1001", "x"]) expect((await bank.get(`${path}?limit=${limit}`)).status).toBe(400);
});
