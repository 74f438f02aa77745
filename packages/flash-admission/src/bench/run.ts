import { readFile } from "node:fs/promises";
import { startRedis } from "@caravan/streams/testing";
import { openShard } from "../admission/shard.ts";
import { openMemoryStore } from "../hand-over/memory-store.ts";
import { rebuild } from "../rebuild/rebuild.ts";

/**
 * Measures the script alone: one Redis, one shard, one Node process as the generator, calls pipelined in batches. What limits is
 * told by Redis's own CPU time, in µs per call. Not measured: hand-over, HTTP, mesh.
 */
const batches = 200;
const perBatch = 500;

const server = await startRedis();
const connection = server.redis;

const cpuSeconds = async (): Promise<number> => {
  const info = await connection.info("cpu");
  const read = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1]);
  return read("used_cpu_user") + read("used_cpu_sys");
};

const measure = async (
  name: string,
  pieces: number,
  room: number,
  shopper: (call: number) => string,
): Promise<void> => {
  const sale = { id: name, shards: 1 };
  const kept = openMemoryStore({ pieces, room, backlog: 10_000_000 });
  await rebuild(connection, kept.store, sale);
  const shard = openShard(connection, sale.id, 0);
  const cpu = await cpuSeconds();
  const began = performance.now();
  for (let batch = 0; batch < batches; batch++)
    await Promise.all(
      Array.from({ length: perBatch }, (_, i) => {
        const call = batch * perBatch + i;
        return shard.ask(shopper(call), "click", `ticket-${call}`);
      }),
    );
  const seconds = (performance.now() - began) / 1000;
  const calls = batches * perBatch;
  const micros = (((await cpuSeconds()) - cpu) * 1e6) / calls;
  console.log(
    `${name.padEnd(14)} ${Math.round(calls / seconds).toLocaleString("en")} calls/s, Redis ${micros.toFixed(1)} µs of CPU per call (one core: ${Math.round(1e6 / micros).toLocaleString("en")} calls/s)`,
  );
};

console.log((await readFile("/proc/loadavg", "utf8")).trim().replace(/^/, "load: "));
await measure("admitted", 1_000_000, 0, (call) => `s${call}`);
await measure("waiting", 0, 1_000_000, (call) => `s${call}`);
await measure("same-ticket", 1000, 0, (call) => `s${call % 1000}`);
await measure("full", 0, 0, (call) => `s${call}`);
await server.stop();
