import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rolledOut } from "../harness/kubectl.ts";
import { caravan } from "../harness/shop.ts";
import { buy, newShopper, paid, reached } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import { changeWatching, watched } from "../harness/watching.ts";
import { addressOf, moveDays, restoreDays, runNight, startEmptyStores } from "../tiers/jobs.ts";
import { daysOfMetrics, feed, linesOf, pastMonth } from "../tiers/month.ts";

const watching = "observability";
const month = pastMonth();
const { first, last, days } = month;
const tiers = { warm: { enabled: true }, cold: { enabled: true } };
const hotStores = ["victoria-metrics", "victoria-logs"];
const warmStores = ["victoria-metrics-warm", "victoria-logs-warm", "victoria-logs-all", "jaeger-warm"];
const ready = (names: readonly string[]) => Promise.all(names.map((name) => rolledOut(name, watching)));
const hot = async () => ({
  metrics: await addressOf("victoria-metrics", 8428),
  logs: await addressOf("victoria-logs", 9428),
});

// Minutes: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("tiers", () => {
  let changeBack: () => Promise<void>;
  beforeAll(async () => {
    await watched();
    changeBack = await changeWatching({ tiers });
    await ready(warmStores);
  }, 300_000);
  afterAll(() => changeBack());

  it("a month is kept warm, archived, dropped and read back; one query spans hot and warm", async () => {
    const keepLess = await changeWatching({ metrics: { retention: "120d" }, logs: { retention: "120d" } });
    await ready(hotStores);
    await feed(await hot(), month);
    const all = { ofMonth: 2 * days };
    await until("the month's lines can be asked for", async () =>
      (await linesOf((await hot()).logs, month)).ofMonth === all.ofMonth ? true : undefined,
    );
    await until("the month's values can be asked for", async () =>
      (await daysOfMetrics((await hot()).metrics, month)).ofMonth === days ? true : undefined,
    );
    for (const kind of ["metrics", "logs"]) await moveDays(kind, first, last);

    await keepLess();
    await ready(hotStores);
    expect(await linesOf((await hot()).logs, month)).toMatchObject({ ofMonth: 0 });
    expect(await daysOfMetrics((await hot()).metrics, month)).toMatchObject({ ofMonth: 0 });

    const spanning = await linesOf(await addressOf("victoria-logs-all", 9428), month);
    expect(spanning.ofMonth, "lines of orders").toBe(days);
    expect(spanning.untilNow).toBeGreaterThan(days);
    // The warm store takes what is new every five minutes.
    await until(
      "one query spans the month and now",
      async () => {
        const found = await daysOfMetrics(await addressOf("victoria-metrics-warm", 8428), month);
        return found.ofMonth === days && found.since > 0 ? true : undefined;
      },
      420,
    );

    const restored = "proof-of-tiers-restored";
    const remove = await startEmptyStores(restored);
    const [metrics, logs] = [await addressOf(restored, 8428), await addressOf(restored, 9428)];
    await restoreDays("metrics", first, last, metrics);
    await restoreDays("logs", first, last, logs);
    await until("all of the month is back", async () => {
      const found = [(await daysOfMetrics(metrics, month)).ofMonth, (await linesOf(logs, month)).ofMonth];
      expect(found).toEqual([days, all.ofMonth]);
      return true;
    });
    await remove();
  }, 1_200_000);

  it("a night's run moves what there is of every kind, and is complete", async () => {
    await runNight();
  }, 300_000);

  it("when the disk is full, what watches the shop gives way: orders go on, and are found later", async () => {
    const full = { minFreeDiskBytes: "1000000GiB" };
    const empty = await changeWatching({
      ...{ metrics: full, logs: full },
      traceRoom: { freeMebibytes: 1_000_000_000 },
    });
    const begin = month.to;
    await ready(hotStores);
    await until("the stores refuse what is new", async () => {
      const { metrics, logs } = await hot();
      const replies = await Promise.all([
        fetch(`${metrics}/api/v1/import/prometheus`, { method: "POST", body: "proof_of_tiers 1" }),
        fetch(`${logs}/insert/jsonline`, { method: "POST", body: JSON.stringify({ _msg: "proof" }) }),
      ]);
      return replies.every(({ ok }) => !ok) ? true : undefined;
    });
    const shopper = await newShopper();
    const { id } = await buy(shopper);
    await reached(shopper, id, ...paid);
    const { stdout } = await caravan("logs", "--order", id, "--since", "1h", "--json");
    expect(stdout).toBe("");
    expect((await linesOf((await hot()).logs, { ...month, from: begin })).untilNow).toBeGreaterThan(0);

    await empty();
    await ready(hotStores);
    await until("the lines that waited are found", async () => {
      const found = await caravan("logs", "--order", id, "--since", "1h", "--json");
      const lines = found.stdout.split("\n").filter((line) => line !== "");
      const services = lines.map(
        (line) => v.parse(v.object({ service: v.string() }), JSON.parse(line)).service,
      );
      return ["order", "payment"].every((service) => services.includes(service)) ? true : undefined;
    });
  }, 600_000);
});
