import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

const folder = fileURLToPath(new URL("./testing/stepwise", import.meta.url));
let fixture: TestDatabase;
beforeAll(async () => {
  fixture = await openTestDatabase();
});
afterAll(() => fixture.close());

const run = (held: { heldBack?: readonly string[]; named?: string } = {}) =>
  migrate({ ...fixture.settings, migrationsFolder: folder, ...held });
const columns = async () => {
  const [rows] = await fixture.database.drizzle.execute(sql`show columns from notes`);
  return (rows as unknown as { Field: string }[]).map(({ Field }) => Field);
};

test("a name that is not in the image is refused before anything runs, and told what is there", async () => {
  await expect(run({ heldBack: ["0002_drop-txt"] })).rejects.toThrow(
    /no migration 0002_drop-txt in this image; its last ones are: 0000_notes, 0001_add-body, 0002_drop-text/,
  );
  await expect(run({ named: "0003_more" })).rejects.toThrow(/no migration 0003_more/);
  await expect(columns()).rejects.toThrow();
});

test("a migration that would have to run after one that is held back is refused", async () => {
  const held = { heldBack: ["0001_add-body"], named: "0002_drop-text" };
  await expect(run(held)).rejects.toThrow(/0002_drop-text comes after 0001_add-body, which runs later/);
});

test("what is held back runs later, by itself, and a restart in between does not run it", async () => {
  const contract = { heldBack: ["0002_drop-text"] };
  await run({ ...contract, named: "0001_add-body" });
  expect(await columns()).toEqual(["id", "text", "body"]);
  await run(contract);
  expect(await columns()).toEqual(["id", "text", "body"]);
  await run({ named: "0002_drop-text" });
  expect(await columns()).toEqual(["id", "body"]);
});

test("the copy that ends earlier does not stay", async () => {
  await run({ heldBack: ["0002_drop-text"] });
  expect((await readdir(tmpdir())).filter((name) => name.startsWith("migrations-"))).toEqual([]);
});
