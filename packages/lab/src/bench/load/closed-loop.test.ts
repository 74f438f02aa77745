import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { joinResults, runClosedLoop } from "./closed-loop.ts";
import { readLatencies } from "./latencies.ts";

test("a lane never has two requests under way", async () => {
  let underWay = 0;
  let most = 0;
  const send = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
    return undefined;
  };
  await runClosedLoop([send, send, send], 0.05);
  expect(most).toBe(3);
  expect(underWay).toBe(0);
});

test("a failure is counted by its name and not as a success", async () => {
  let sent = 0;
  const send = async () => {
    await turn();
    sent += 1;
    return sent % 2 === 0 ? "503 unavailable" : undefined;
  };
  const { succeeded, failures, latencies } = await runClosedLoop([send], 0.05);
  expect(succeeded + (failures["503 unavailable"] ?? 0)).toBe(sent);
  expect(latencies.count()).toBe(succeeded);
});

test("an aborted load throws instead of returning half a figure", async () => {
  const controller = new AbortController();
  const load = runClosedLoop([async () => turn(undefined)], 600, controller.signal);
  controller.abort(new Error("Ctrl-C"));
  await expect(load).rejects.toThrow("Ctrl-C");
});

test("rounds are merged into one result, also when one of them comes from another process", async () => {
  const round = await runClosedLoop([async () => turn(undefined)], 0.02);
  const joined = joinResults([round, { ...round, latencies: readLatencies(round.latencies.encode()) }]);
  expect(joined.succeeded).toBe(2 * round.succeeded);
  expect(joined.latencies.count()).toBe(joined.succeeded);
  expect(joined.latencies.percentile(100)).toBe(round.latencies.percentile(100));
});
