import { sharesOf, type Ports as Traffic } from "@caravan/mesh";
import { installed, openMesh, synchronized, tableOf } from "@caravan/mesh/testing";
import { type InputOf, type LogEntry, lineOf } from "@caravan/release-engine";
import type { Clock, Deployment, Journal, Ports, Query } from "../ports.ts";

/** What v1 and v2 of the fake shop are like. */
export interface Versions {
  readonly requestsPerSecond: number;
  readonly errorRate: Readonly<Record<"v1" | "v2", number>>;
  /** The share of requests that a version answers by 400; none by default. */
  readonly refusalRate?: Readonly<Record<"v1" | "v2", number>>;
}

/** A clock that only pauses move, and at once. */
const fakeClock = (): Clock & { at(): number } => {
  let time = Date.parse("2026-11-29T10:00:00Z");
  return {
    at: () => time,
    now: () => new Date(time),
    async pause(seconds, signal) {
      // Lets everything else go on first.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      time += seconds * 1000;
    },
  };
};

/** A shop in memory: its traffic follows the weights, and its metrics count what that would give. */
export const fakeWorld = (
  { requestsPerSecond, errorRate, refusalRate = { v1: 0, v2: 0 } }: Versions,
  { service = "order", clock = fakeClock(), mesh = openMesh(installed()) } = {},
) => {
  const lines: string[] = [];
  const deployed: Deployment[] = [];
  const asked: InputOf<"command">[] = [];
  const weight = () => sharesOf(mesh.live(), [service]).get(service)?.[0] ?? 0;
  /** Since when which weight is in force. */
  const history: { since: number; weight: number }[] = [{ since: clock.at(), weight: 0 }];
  let writes = 0;
  let listens: AbortSignal | undefined;
  /** Those that are ready, and how many of v2 can be. */
  const pods = { v1: 1, v2: 1, most: 9 };
  /** Of the containers of pods, which are killed now and then. */
  const restarts = (["v1", "v2"] as const).map((version) => ({
    pod: version,
    version,
    times: 0,
    last: "OOMKilled",
  }));
  const down = { metrics: false };
  /** What a comparison of contracts finds. */
  const contracts = { breaks: [] as string[], unknown: [] as string[], unread: [] as string[] };

  /** Requests to a version from the beginning until a time. */
  const requests = (version: "v1" | "v2", until: number): number =>
    history.reduce((sum, part, index) => {
      const end = Math.min(until, history[index + 1]?.since ?? until);
      const share = version === "v2" ? part.weight / 1000 : 1 - part.weight / 1000;
      return sum + Math.max(0, (end - part.since) / 1000) * requestsPerSecond * share;
    }, 0);
  const query: Query = async (promql, at) => {
    if (down.metrics) throw new Error("the store of metrics does not answer");
    if (promql.startsWith("count(envoy")) return [{ labels: {}, value: 1 }];
    const version = new RegExp(`\\[\\|\\](v[12])\\[\\|\\]${service}`).exec(promql)?.[1] as
      | "v1"
      | "v2"
      | undefined;
    if (version === undefined) return [];
    const all = requests(version, at.getTime());
    const failed = Math.floor(all * errorRate[version]);
    const refused = Math.floor(all * refusalRate[version]);
    const counts = { 200: Math.floor(all) - failed - refused, 400: refused, 503: failed };
    return Object.entries(counts).flatMap(([response_code, value]) => [
      { labels: { response_code_class: `${response_code[0]}xx` }, value },
      { labels: { response_code }, value },
    ]);
  };
  const traffic: Traffic = {
    mesh: {
      ...mesh,
      async write(written) {
        writes++;
        const result = await mesh.write(written);
        history.push({ since: clock.at(), weight: weight() });
        return result;
      },
    },
    proxies: {
      running: async () => [
        { name: "gateway.istio-ingress", routes: async () => tableOf(service, weight()) },
      ],
      synchronization: async () => synchronized(["gateway.istio-ingress"], String(writes)),
    },
    readyPods: async () => pods,
  };
  const journal: Journal = {
    lines: async () => [...lines],
    append: async (entry: LogEntry) => {
      lines.push(lineOf(entry));
    },
  };
  const ports: Ports = {
    ...{ traffic, query, journal, clock },
    restarts: async () => restarts,
    async compareContracts() {
      const { breaks, unknown, unread } = contracts;
      return { versions: ["order v1 sha256:1", "order v2 sha256:2"], breaks, unknown, unread };
    },
    deploy: async (_, { id: __, ...work }) => {
      deployed.push(work);
      if (work.do === "scale canary") pods.v2 = Math.min(work.pods, pods.most);
    },
    notify: async () => {},
    async *commands(_, signal) {
      listens = signal;
      while (!signal.aborted) {
        const command = asked.shift();
        if (command) yield command;
        else await clock.pause(0, signal);
      }
    },
  };
  const ask = (command: InputOf<"command">["command"]) => {
    const at = clock.now().toISOString();
    asked.push({ kind: "command", at, actor: "grace", reason: "too early", command });
  };
  return {
    ask,
    pods,
    listening: () => listens?.aborted === false,
    ports,
    lines,
    deployed,
    weight,
    down,
    restarts,
    contracts,
    clock,
    mesh,
  };
};
