import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { caravan, root } from "../harness/shop.ts";

/** Runs a command of minutes and shows what it says. */
const run = async (...args: string[]) => {
  const { exitCode, all } = await execa("./caravan", args, {
    cwd: root,
    stdin: "ignore",
    reject: false,
    all: true,
  });
  console.log(all);
  expect(exitCode, all.slice(-4_000)).toBe(0);
};

describe.runIf(process.env.CARAVAN_LONG === "1")("a long run (--long)", () => {
  it("keeps memory, streams and queues flat under a steady load, and the books clean", async () => {
    await run("soak", "--minutes", "10", "--rate", "10");
    await expectCleanBooks();
  }, 1_500_000);

  it("ends with everything up in development images, and goes back to the real ones", async () => {
    await run("dev", "--ci");
    await caravan("up");
    await expectCleanBooks();
  }, 1_500_000);
});
