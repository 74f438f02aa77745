import type { Kubernetes } from "@caravan/mesh";
import type { Ports, Restarts } from "./ports.ts";

/** Reads from pods how often the container of their app began again; those of sidecars are not the version's doing. */
export const openRestarts =
  ({ pods }: Pick<Kubernetes, "pods">, shop: string): Ports["restarts"] =>
  async (service) =>
    (await pods(shop, service)).flatMap(({ metadata: { name: pod, labels }, status }): Restarts[] => {
      const container = status.containerStatuses?.find(({ name }) => name === service);
      if (container === undefined) return [];
      const terminated = container.lastState?.terminated;
      const last = terminated
        ? `${terminated.reason} (exit code ${terminated.exitCode})`
        : "its end is not known";
      return [{ pod, version: labels.version ?? "", times: container.restartCount ?? 0, last }];
    });
