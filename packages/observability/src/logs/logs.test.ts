import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureTools, until } from "@caravan/toolchain";
import { expect, it } from "vitest";
import { post, startStore } from "../tiers/stores.ts";
import { lineOfPod } from "./log-line.ts";
import { logText } from "./log-text.ts";
import { searchLogs } from "./search.ts";

const time = "2026-12-01T01:02:28.400Z";
const daprd = (level: string, msg: string) =>
  JSON.stringify({ app_id: "order", instance: "order-7b", level, msg, time, type: "log", ver: "1.18" });
const accessed = (response_code: number) =>
  JSON.stringify({ method: "POST", path: "/v1/orders", response_code, response_flags: "UF", bytes_sent: 9 });
const retried = JSON.stringify({
  ...{
    level: "warn",
    time,
    service: "order",
    version: "v1",
    err: { message: "full", stack: "Error\n at x" },
  },
  msg: "tries again",
});

/** Lines as kubectl prints them: container, what its program wrote, the level it means, and what a person reads. */
const written: readonly [string, string, string, string][] = [
  ["order", retried, "warn", "order/v1         warn  tries again err.message=full\n    Error\n    at x"],
  ["daprd", daprd("info", "started"), "info", "order/daprd      info  started"],
  ["daprd", daprd("warning", "no scheduler"), "warn", "order/daprd      warn  no scheduler"],
  [
    "istio-proxy",
    `${time}\tinfo\tcache\tgenerated new certificate\tresourceName=default ttl=24h`,
    "info",
    "order/istio-proxy info  generated new certificate resourceName=default ttl=24h scope=cache",
  ],
  [
    "istio-proxy",
    `${time}\tinfo\tEnvoy proxy is ready`,
    "info",
    "order/istio-proxy info  Envoy proxy is ready",
  ],
  [
    "istio-proxy",
    `${time}\twarning\tenvoy config external/envoy/x.cc:152\tgRPC stream closed\tthread=23`,
    "warn",
    'order/istio-proxy warn  gRPC stream closed thread=23 scope="envoy config external/envoy/x.cc:152"',
  ],
  [
    "istio-proxy",
    `${time}\tcritical\tmain\tout of memory`,
    "error",
    "order/istio-proxy error out of memory scope=main",
  ],
  ["istio-proxy", "app URL path = /healthz", "", "order/istio-proxy       app URL path = /healthz"],
  ["istio-proxy", accessed(503), "error", "order/istio-proxy error POST /v1/orders 503 UF"],
  ["istio-proxy", accessed(429), "warn", "order/istio-proxy warn  POST /v1/orders 429 UF"],
  [
    "order",
    "2026-12-01  1:00:38 0 [Warning] slow query",
    "warn",
    "order            warn  2026-12-01  1:00:38 0 [Warning] slow query",
  ],
];
const printed = (container: string, text: string) => `[pod/order-7b/${container}] ${time} ${text}`;

it.each(written)("%s: a line has the level that its program means, and is for people: %s", (...line) => {
  const [container, text, level, words] = line;
  const read = lineOfPod(printed(container, text), "order");
  expect(read.level ?? "").toBe(level);
  expect(stripVTControlCharacters(logText(read))).toBe(`${time} ${words}`);
});

it("a search by level or container finds the lines of every program that fit, and no others", async () => {
  const tools = await ensureTools(["victoria-logs"], { log: () => {} });
  const folder = await mkdtemp(join(tmpdir(), "caravan-logs-"));
  const store = await startStore(tools, "victoria-logs", folder);
  try {
    const now = new Date().toISOString();
    // As the collector sends them: JSON by its fields, anything else as its message.
    const sent = written.map(([container, text]) => ({
      ...(text.startsWith("{")
        ? { ...JSON.parse(text), _msg: JSON.parse(text).msg ?? "none" }
        : { _msg: text }),
      ...{ time: now, "kubernetes.pod_labels.app": "order", "kubernetes.container_name": container },
    }));
    const body = sent.map((line) => JSON.stringify(line)).join("\n");
    await post(
      `${store.address}/insert/jsonline?_time_field=time&_stream_fields=kubernetes.container_name`,
      body,
    );
    const find = (search: object) => searchLogs(store.address, { since: "1h", limit: 100, ...search });
    await until("all are stored", async () =>
      (await find({})).length === written.length ? true : undefined,
    );
    const levelsOf = (wanted: readonly string[], among = written) =>
      among
        .map(([, , level]) => level)
        .filter((level) => wanted.includes(level))
        .sort();
    const found = async (search: object) => (await find(search)).map(({ level }) => level).sort();
    expect(await found({ level: "warn" })).toEqual(levelsOf(["warn", "error"]));
    expect(await found({ level: "error" })).toEqual(levelsOf(["error"]));
    expect(await found({ level: "info" })).toEqual(levelsOf(["info", "warn", "error"]));
    const of = (name: string) => written.filter(([container]) => container === name);
    expect(await found({ app: "order", level: "warn" })).toEqual(levelsOf(["warn"], of("order")));
    expect(await found({ app: "order", container: "daprd", level: "info" })).toEqual(["info", "warn"]);
    expect(await found({ container: "daprd", level: "warn" })).toEqual(["warn"]);
    expect(await find({ limit: 2 })).toHaveLength(2);
  } finally {
    await store.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 900_000);
