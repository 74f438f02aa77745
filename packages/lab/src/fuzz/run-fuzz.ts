import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kube, withPortForward } from "@caravan/cluster";
import { newId } from "@caravan/contracts";
import { routesOf } from "@caravan/contracts/apis";
import { ensureFuzzer, namespaces } from "@caravan/toolchain";
import { execa } from "execa";

/** The extent of a run. */
export interface FuzzOptions {
  /** Most requests per operation. */
  readonly examples: number;
  readonly seed: number;
}

/** Whether an app passed, and the fuzzer's output. */
export interface FuzzResult {
  readonly app: string;
  readonly passed: boolean;
  readonly output: string;
}

/** The checks of a reply: never a 5xx, always as documented. */
const checks =
  "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

/** Operations that would create things without an order: they get invalid input only. */
const onlyNegative = ["createShipment", "startRelease"];
/** Operations whose replies do not end: each example of theirs would take all the time that a request has. */
const streamsOf = (app: string): string[] =>
  routesOf(app)
    .filter(({ success }) => success.mediaType === "text/event-stream")
    .map(({ id }) => id);

/**
 * Sends valid and invalid requests to every operation of an app's OpenAPI document, directly to the app
 * and with all scopes, so that no proxy filters them.
 *
 * @see https://schemathesis.readthedocs.io
 */
export const fuzz = async (kube: Kube, app: string, options: FuzzOptions): Promise<FuzzResult> => {
  const { pythonPath } = await ensureFuzzer();
  return withPortForward(kube, namespaces.shop, `deploy/${app}`, async (origin) => {
    const folder = await mkdtemp(join(tmpdir(), "caravan-fuzz-"));
    try {
      const run = (mode: string, ...choice: string[]) =>
        execa(
          "python3",
          [
            ...[
              "-m",
              "schemathesis.cli",
              "run",
              `${origin}/openapi.json`,
              "--mode",
              mode,
              "--checks",
              checks,
            ],
            ...["--max-examples", String(options.examples), "--seed", String(options.seed)],
            ...["--phases", "examples,coverage,fuzzing", "--warnings", "off", "--no-color"],
            ...["--request-timeout", "20", "--continue-on-failure", "--suppress-health-check", "all"],
            ...["-H", `x-caravan-subject: ${newId("usr")}`],
            ...["-H", "x-caravan-scope: shopper staff release-manager"],
            ...choice,
          ],
          { cwd: folder, env: { PYTHONPATH: pythonPath, NO_COLOR: "1" }, reject: false, all: true },
        );
      const without = [...onlyNegative, ...streamsOf(app)].flatMap((id) => ["--exclude-operation-id", id]);
      const runs = [await run("all", ...without)];
      if (app === "logistics")
        runs.push(await run("negative", ...onlyNegative.flatMap((id) => ["--include-operation-id", id])));
      return {
        app,
        passed: runs.every(({ exitCode }) => exitCode === 0),
        output: runs.map(({ all }) => all).join("\n"),
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  });
};
