import { createInterface } from "node:readline";
import { execa } from "execa";
import * as v from "valibot";
import type { LoadResult } from "../load/closed-loop.ts";
import { readLatencies } from "../load/latencies.ts";
import type { Stage } from "../stage.ts";
import { type PodLoad, PodLoadResult } from "./pod-protocol.ts";

/** A load generator that lives in a pod over all its loads, so that code and connections stay warm. */
export interface PodGenerator {
  load(load: PodLoad): Promise<LoadResult>;
}

/** Starts the generator inside a pod of the bench. */
export const startGenerator = (
  { kube, signal, atTheEnd }: Stage,
  namespace: string,
  pod: string,
): PodGenerator => {
  const command = ["-n", namespace, "exec", "-i", pod, "-c", "load", "--", "node", "/bench/pod-load.mjs"];
  const child = execa("kubectl", command, {
    env: kube.environment,
    stdin: "pipe",
    buffer: { stdout: false },
    cancelSignal: signal,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = child.then(
    () => new Error("the load generator ended"),
    (error: unknown) => error,
  );
  atTheEnd(async () => {
    child.stdin.end();
    await ended;
  });
  return {
    async load(load) {
      child.stdin.write(`${JSON.stringify(load)}\n`);
      const { value, done } = await lines.next();
      if (done) throw await ended;
      const { latencies, ...rest } = v.parse(v.pipe(v.string(), v.parseJson(), PodLoadResult), value);
      return { ...rest, latencies: readLatencies(latencies) };
    },
  };
};
