import * as v from "valibot";
import { inPod } from "./kubectl.ts";

const Endpoint = v.object({
  /** Outlier detection has ejected it: it gets no requests. */
  ejected: v.boolean(),
  succeeded: v.number(),
  timedOut: v.number(),
});

/** A pod of a callee, with the counters of a caller's Envoy. */
export type Endpoint = v.InferOutput<typeof Endpoint>;

/**
 * Waits until the caller's Envoy sees a callee's pod in the given state. Polls inside the caller's pod, so that no state is missed.
 *
 * @param seen is sent there as text: it must not use its closure
 * @param before the baseline: counters start with the pod, not with the proof
 */
export const untilSeen = async (
  caller: string,
  callee: string,
  address: string,
  seen: (endpoint: Endpoint, before: Endpoint) => boolean,
  before: Endpoint = { ejected: false, succeeded: 0, timedOut: 0 },
): Promise<Endpoint> => {
  const prefix = `outbound|8080|v1|${callee}.shop.svc.cluster.local::${address}:8080::`;
  const script = `
    const seen = ${seen};
    const look = async () => {
      const text = await (await fetch("http://localhost:15000/clusters")).text();
      const lines = text.split("\\n").filter((line) => line.startsWith("${prefix}"));
      const found = Object.fromEntries(lines.map((line) => line.slice(${prefix.length}).split("::")));
      return {
        ejected: (found.health_flags ?? "").includes("/failed_outlier_check"),
        succeeded: Number(found.rq_success ?? 0),
        timedOut: Number(found.rq_timeout ?? 0),
      };
    };
    const end = Date.now() + 90_000;
    for (;;) {
      const endpoint = await look();
      if (seen(endpoint, ${JSON.stringify(before)})) return endpoint;
      if (Date.now() > end) throw new Error("never seen, at last " + JSON.stringify(endpoint));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }`;
  const found = await inPod(`deployment/${caller}`, script);
  if (!v.is(Endpoint, found)) throw new Error(`${caller} and ${callee} ${address}: ${JSON.stringify(found)}`);
  return found;
};
