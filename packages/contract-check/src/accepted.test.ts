import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAccepted, unaccepted } from "./accepted.ts";

const narrowing = 'route order.placeOrder: body.country: values was string and is ["DE"]';
const accepted = [{ break: narrowing, why: "Orders were taken for countries that are not delivered to." }];

test("a break is accepted by its exact line only", () => {
  expect(unaccepted([narrowing], accepted)).toEqual([]);
  const wider = narrowing.replace("DE", "AT");
  expect(unaccepted([narrowing, wider], accepted)).toEqual([wider]);
});

test("an entry that matches no break any more is an error, so that it cannot hide a later one", () => {
  expect(unaccepted([], accepted)).toEqual([expect.stringContaining(narrowing)]);
});

test("an entry has a reason, and an absent list accepts nothing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-released-"));
  expect(await readAccepted(folder)).toEqual([]);
  await writeFile(join(folder, "accepted.json"), JSON.stringify([{ break: narrowing, why: "" }]));
  await expect(readAccepted(folder)).rejects.toThrow(/which fault it fixes/);
});
