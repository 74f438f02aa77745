import { Agent, request } from "node:http";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { startServer } from "./start-server.ts";

/**
 * Measures what a click costs the process that decides it: over loopback, 64 at a time, with headers as the mesh sends them.
 *
 * `pnpm --filter @caravan/flash bench:clicks`; each figure is the least of some rounds, as others use the machine, too.
 */
const pieces = 4_200;
const shoppers = 12_000;
const together = 64;
const rounds = 6;
const port = 18_090;
const Measured = v.object({
  saleId: v.string(),
  cpu: v.object({ user: v.number(), system: v.number() }),
  crowd: v.array(v.object({ who: v.string(), token: v.string() })),
});
type Shopper = v.InferOutput<typeof Measured>["crowd"][number];

const server = await startServer(
  new URL("./clicks-service.ts", import.meta.url),
  port,
  [],
  [pieces, shoppers].map(String),
);
const { saleId, crowd } = await server.ask("begin", Measured);
const agent = new Agent({ keepAlive: true, maxSockets: together });

/** The status of the reply. */
const click = ({ who, token }: Shopper): Promise<number> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ token, answer: "" });
    const headers = {
      ...{
        "content-type": "application/json",
        "content-length": body.length,
        "idempotency-key": `ask_${who}`,
      },
      ...{ [subjectHeader]: who, [scopeHeader]: "guest", authorization: `Bearer ${"x".repeat(700)}` },
      ...{ accept: "*/*", "user-agent": "a browser", "x-forwarded-for": "192.0.2.1,10.0.0.1" },
      ...{ "x-request-id": "7f6a3b1c-2e2b-4a7e-9e0b-6a1f6d2f8c11", "x-forwarded-proto": "http" },
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
    };
    const where = { port, host: "127.0.0.1", path: `/v1/sales/${saleId}/asks`, method: "POST" };
    const sent = request({ ...where, agent, headers }, (reply) => {
      reply.resume();
      reply.once("end", () => resolve(reply.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(body);
  });

/** µs of CPU for each of these clicks. */
const costOf = async (crowdNow: readonly Shopper[], wanted: number): Promise<number> => {
  const { cpu: before } = await server.ask("measure", Measured);
  const left = crowdNow.values();
  const press = async (): Promise<void> => {
    for (const one of left) {
      const status = await click(one);
      if (status !== wanted) throw new Error(`${status} instead of ${wanted}`);
    }
  };
  await Promise.all(Array.from({ length: together }, press));
  const { cpu } = await server.ask("measure", Measured);
  return (cpu.user + cpu.system - before.user - before.system) / crowdNow.length;
};
const leastOf = async (crowdNow: readonly Shopper[], wanted: number): Promise<number> => {
  const costs: number[] = [];
  for (let round = 0; round < rounds; round += 1) costs.push(await costOf(crowdNow, wanted));
  return Math.round(Math.min(...costs));
};

const fresh: number[] = [];
for (let from = 0; from < pieces; from += pieces / rounds)
  fresh.push(await costOf(crowd.slice(from, Math.min(from + pieces / rounds, pieces)), 201));
console.table({
  "a piece, with its row": { "µs of CPU": Math.round(Math.min(...fresh)) },
  "the same piece again": { "µs of CPU": await leastOf(crowd.slice(0, pieces), 201) },
  "sold out": { "µs of CPU": await leastOf(crowd.slice(pieces), 409) },
});
await server.ask("close", Measured);
server.child.kill("SIGKILL");
process.exit();
