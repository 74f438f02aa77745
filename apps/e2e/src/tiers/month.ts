import * as v from "valibot";

const day = 86_400_000;

/** A whole month (UTC) that is so long ago that the stores have dropped it, and how its ends are named. */
export const pastMonth = (now = new Date()) => {
  const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1);
  const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);
  const name = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from, to, days: (to - from) / day, first: name(from), last: name(to - day) };
};
export type Month = ReturnType<typeof pastMonth>;

/** A series that is kept for months, and its label for what this proof made. */
export const series = "app:http_requests:rate5m";
export const app = "proof-of-tiers";

const post = async (url: string, body: string): Promise<void> => {
  const reply = await fetch(url, { method: "POST", body });
  if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
};

/** A value each five minutes of the month, and each day a line of an order and one of other work. */
export const feed = async (at: { metrics: string; logs: string }, month: Month): Promise<void> => {
  const { from, to, days } = month;
  const timestamps = Array.from({ length: (to - from) / 300_000 }, (_, index) => from + index * 300_000);
  const metric = { __name__: series, app, http_response_status_code: "200" };
  const sample = { metric, values: timestamps.map(() => 10), timestamps };
  await post(new URL("/api/v1/import", at.metrics).href, JSON.stringify(sample));
  const line = (index: number, fields: object) =>
    JSON.stringify({
      ...{ _time: new Date(from + index * day + day / 2).toISOString(), level: "info" },
      ...{ "kubernetes.container_name": app, "kubernetes.pod_name": app },
      ...{ "kubernetes.pod_namespace": "shop", ...fields },
    });
  const lines = Array.from({ length: days }, (_, index) => [
    line(index, { _msg: "work on an order", order_id: `ord_${index}` }),
    line(index, { _msg: "serving" }),
  ]);
  const stream = "kubernetes.container_name,kubernetes.pod_name,kubernetes.pod_namespace";
  await post(new URL(`/insert/jsonline?_stream_fields=${stream}`, at.logs).href, lines.flat().join("\n"));
};

const ask = async (base: string, path: string, query: Readonly<Record<string, string>>): Promise<string> => {
  const reply = await fetch(`${new URL(path, base).href}?${new URLSearchParams(query)}`);
  if (!reply.ok) throw new Error(`${base}: ${reply.status} ${await reply.text()}`);
  return reply.text();
};

const Values = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    data: v.object({
      result: v.array(v.object({ values: v.array(v.tuple([v.number(), v.string()])) })),
    }),
  }),
);

/** On how many days of the month, and after it, a store of metrics has values: one query. */
export const daysOfMetrics = async (metrics: string, { from, to }: Month) => {
  const query = { query: `count(${series})`, start: `${from / 1000 + 43_200}`, step: "1h", nocache: "1" };
  const { data } = v.parse(Values, await ask(metrics, "/api/v1/query_range", query));
  const days = (isOf: (at: number) => boolean) =>
    new Set(
      data.result.flatMap(({ values }) =>
        values.flatMap(([at]) => (isOf(at * 1000) ? [Math.floor((at * 1000) / day)] : [])),
      ),
    ).size;
  return { ofMonth: days((at) => at < to), since: days((at) => at >= to) };
};

const Counted = v.pipe(v.string(), v.parseJson(), v.object({ n: v.string() }));

/** How many lines a store of logs has of the month, and from its beginning to now: one query over both. */
export const linesOf = async (logs: string, { first, last }: Month) => {
  const count = async (time: string) =>
    Number(v.parse(Counted, await ask(logs, "/select/logsql/query", { query: `${time} | count() n` })).n);
  return {
    ofMonth: await count(`_time:[${first}, ${last}]`),
    untilNow: await count(`_time:[${first}, now]`),
  };
};
