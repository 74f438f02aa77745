import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@caravan/contracts";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { startServer } from "./start-server.ts";

/**
 * Measures what those cost who wait for a flash sale: real connections over loopback to one process that serves them as the service does.
 *
 * `pnpm --filter @caravan/flash bench [connections]`; with more than some 16,000 raise `ulimit -n` first.
 */
const most = Number(process.argv[2] ?? 8_000);
const port = 18_080;
const Measured = v.object({
  rss: v.number(),
  heapUsed: v.number(),
  heapTotal: v.number(),
  cpu: v.object({ user: v.number(), system: v.number() }),
  saleId: v.string(),
});

const { child, ask } = await startServer(new URL("./watched-service.ts", import.meta.url), port, [
  "--expose-gc",
]);
const measure = () => ask("measure", Measured);
const { saleId } = await measure();
const sockets: Socket[] = [];
let received = 0;
let events = 0;

const open = (index: number): Promise<void> =>
  new Promise((resolve, reject) => {
    // A header line of a signed-in browser's size.
    const cookie = `caravan-access=${"x".repeat(900)}`;
    const socket = connect(port, `127.0.0.${1 + (index % 8)}`);
    const lines = [`host: shop.example`, `cookie: ${cookie}`, `${subjectHeader}: ${newId("gst")}`];
    socket.write(
      `GET /v1/sales/${saleId}/watch HTTP/1.1\r\n${lines.join("\r\n")}\r\n${scopeHeader}: shopper\r\n\r\n`,
    );
    socket.once("data", () => resolve());
    socket.on("data", (data) => {
      received += data.length;
      events += data.toString().split("event: ").length - 1;
    });
    socket.once("error", reject);
    sockets.push(socket);
  });
const openUpTo = async (count: number): Promise<void> => {
  while (sockets.length < count)
    await Promise.all(
      Array.from({ length: Math.min(50, count - sockets.length) }, () => open(sockets.length)),
    );
};
/** CPU seconds that the process needed, and until how many events had come. */
const cpuOf = async (work: () => Promise<void>): Promise<number> => {
  const before = await measure();
  await work();
  const after = await measure();
  return (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6;
};
const untilEvents = async (more: number): Promise<void> => {
  const wanted = events + more;
  for (let i = 0; events < wanted && i < 300; i += 1) await sleep(100);
  if (events < wanted) throw new Error(`${wanted - events} events did not come`);
};
const round = (number: number, digits = 1): number => Number(number.toFixed(digits));

const warm = Math.floor(most / 4);
await openUpTo(warm);
await sleep(3_000);
const few = await measure();
const opening = await cpuOf(() => openUpTo(most));
await sleep(3_000);
const many = await measure();
const more = most - warm;
const each = (many.rss - few.rss) / more;
const gc = await cpuOf(() => sleep(0));
const idle = (await cpuOf(() => sleep(20_000))) - gc;
const told =
  (await cpuOf(async () => {
    child.send("turn");
    await untilEvents(most);
  })) - gc;
const moved =
  (await cpuOf(async () => {
    child.send("serve");
    await untilEvents(Math.floor(most / 2));
  })) - gc;
console.table({
  connections: most,
  "resident MiB": round(many.rss / 2 ** 20),
  "KiB for one more": round(each / 1024, 2),
  "of it JavaScript heap": round((many.heapUsed - few.heapUsed) / more / 1024, 2),
  "heap total MiB": round(many.heapTotal / 2 ** 20),
  "MiB for 50,000": round((few.rss + each * (50_000 - warm)) / 2 ** 20),
  "µs to open one": round((opening / more) * 1e6),
  "µs a second to keep one": round((idle / 20 / most) * 1e6, 2),
  "µs to tell one of the sale": round((told / most) * 1e6),
  "µs to tell one of their place": round((moved / (most / 2)) * 1e6),
  "bytes received": received,
});
child.kill();
process.exit();
