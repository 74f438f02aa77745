import { meshServices } from "@caravan/toolchain";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { root } from "../harness/shop.ts";

const long = process.env.CARAVAN_LONG === "1";
/** Small enough for every run of the proofs, or what was promised of a long one. */
const orders = long ? 2_000 : 180;
/** Of every app one sidecar, in turns: the other one is killed in every run. */
const everyOther = meshServices().map((app, i) => `${app}/${i % 2 === 0 ? "daprd" : "istio-proxy"}`);
/**
 * Part of the long run: stores that are away for minutes, faults of a kind that is there already, and a second pod of every app.
 * Pods of order and inventory compete all the same: a second version of them runs beside the first.
 */
const rest = long ? [] : ["--replicas", "1", "--without", "away:mariadb", "away:redis", ...everyOther];

describe("while people buy from a misbehaving bank and carrier", () => {
  it("every app, daprds, Envoys, both stores, istiod and the API server are killed, pods hang in mid-transaction and are cut off, Redis is full, and no piece and no cent is lost", async () => {
    const chaos = ["chaos", "--seed", "7", "--orders", String(orders), "--buyers", "8", ...rest];
    const { exitCode, stdout, stderr } = await execa("./caravan", chaos, {
      cwd: root,
      stdin: "ignore",
      stderr: ["inherit", "pipe"],
      reject: false,
    });
    console.log(stdout);
    expect(exitCode, `${stderr.slice(-2_000)}\n${stdout}`).toBe(0);
    await expectCleanBooks();
  }, 1_500_000);
});
