/** Runs in a pod: each line of standard input is a load to make (JSON), each line of standard output its result. */
import { createInterface } from "node:readline";
import * as v from "valibot";
import { runClosedLoop } from "../load/closed-loop.ts";
import { type Lane, openLane, sendAgainAndAgain } from "../load/http-lane.ts";
import { PodLoad, type PodLoadResult } from "./pod-protocol.ts";

const open = new Map<string, Lane[]>();

const lanesTo = (origin: string, wanted: number): Lane[] => {
  const lanes = open.get(origin) ?? [];
  open.set(origin, lanes);
  while (lanes.length < wanted) lanes.push(openLane(origin));
  return lanes.slice(0, wanted);
};

for await (const line of createInterface({ input: process.stdin })) {
  const { url, lanes, seconds } = v.parse(v.pipe(v.string(), v.parseJson(), PodLoad), line);
  const { origin, pathname, search } = new URL(url);
  const request = { method: "GET", path: pathname + search, headers: {} } as const;
  const sends = lanesTo(origin, lanes).map((lane) => sendAgainAndAgain(lane, () => request));
  const { latencies, ...rest } = await runClosedLoop(sends, seconds);
  const result: PodLoadResult = { ...rest, latencies: latencies.encode() };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
