import { afterAll, beforeAll, expect, it } from "vitest";
import { auditNow, deleteAudits } from "../harness/audit-job.ts";
import { expectCleanBooks } from "../harness/books.ts";
import { openDatabase } from "../harness/databases.ts";

const run = crypto.randomUUID().slice(0, 8);
const [clean, broken] = [`audit-clean-${run}`, `audit-broken-${run}`];

let inventory: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  inventory = await openDatabase("inventory");
  await expectCleanBooks();
});
afterAll(async () => {
  await deleteAudits(clean, broken);
  await inventory.end();
});

const addToShelf = (pieces: number) =>
  inventory.query("update warehouse_stock set on_hand = on_hand + ? order by sku, warehouse limit 1", [
    pieces,
  ]);

it("the scheduled audit completes and names each invariant", async () => {
  const { log } = await auditNow(clean, "Complete");
  expect(log.at(-1)).toMatchObject({ level: "info", broken: 0, invariants: log.length - 1 });
});

it("a piece of stock that no movement explains fails its Job at once, and its log names the fault", async () => {
  await addToShelf(1);
  const { message, log } = await auditNow(broken, "Failed").finally(() => addToShelf(-1));
  expect(message).toMatch(/failed with exit code 1 matching FailJob rule/);
  expect(log.filter(({ level }) => level === "error")).toEqual([
    expect.objectContaining({
      examples: [expect.stringMatching(/^CAR-\S+: \d+ on hand, but the ledger sums up to \d+\.$/)],
    }),
    expect.objectContaining({ broken: 1 }),
  ]);
});
