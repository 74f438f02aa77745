import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Databases, openDatabases, rows } from "../harness/databases.ts";
import { killContainer } from "../harness/kill.ts";
import { kubectl, podsOf, rolledOut } from "../harness/kubectl.ts";
import { expectSoundStock } from "../harness/stock.ts";
import { startTrickle } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await openDatabases();
});
afterAll(() => databases.end());

const deletePod = async (): Promise<void> => {
  const [pod] = await podsOf("inventory");
  await kubectl("-n", "shop", "delete", "pod", pod ?? "", "--grace-period=0", "--force");
};

const existing = async (ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0;
  const [found] = await rows<{ n: number }>(
    databases.order,
    "select count(*) n from orders where id in (?)",
    [ids],
  );
  return found?.n ?? 0;
};

describe("under a trickle of orders, inventory heals by itself after", () => {
  it.each([
    ["kill -9 of the app", () => killContainer("inventory", "inventory")],
    ["kill -9 of its daprd", () => killContainer("inventory", "daprd")],
    ["kill -9 of its Envoy", () => killContainer("inventory", "istio-proxy")],
    ["deletion of its pod", deletePod],
  ])("%s", async (what, hurt) => {
    const trickle = await startTrickle({ lanes: 4, pauseMilliseconds: 100 });
    await until("orders flow", async () => (trickle.acknowledged.length >= 20 ? true : undefined));
    const start = performance.now();
    await hurt();
    await rolledOut("inventory");
    const healthy = trickle.acknowledged.length;
    await until("orders flow again", async () =>
      trickle.acknowledged.length >= healthy + 40 ? true : undefined,
    );
    console.log(
      `${what}: ${trickle.acknowledged.length} acknowledged, ${trickle.failures.length} refused meanwhile, flowing again after ${((performance.now() - start) / 1000).toFixed(1)} s`,
    );
    await trickle.stop();
    for (const failure of trickle.failures)
      expect(failure, "a failure is told as such").toMatch(/^(5\d\d|409) |socket|ECONN|UND_ERR/);
    expect(await existing(trickle.acknowledged)).toBe(trickle.acknowledged.length);
    await expectSoundStock(databases);
  });
});
