import type { ContainerUse } from "@caravan/observability";
import { table } from "@caravan/terminal";

const mebibyte = 2 ** 20;

/** What to change about a container; undefined when its requests and limit fit. */
export const sizingAdvice = (use: ContainerUse): string | undefined => {
  const { cpuRequest, cpuUsed, memoryRequest, memoryLimit, memoryUsed, memoryKills } = use;
  if (memoryKills > 0) return `killed for memory ${memoryKills} times: raise the limit, or find the leak`;
  if (memoryLimit !== undefined && memoryUsed > 0.9 * memoryLimit)
    return "close to its memory limit: raise the limit";
  if (memoryRequest !== undefined && memoryUsed > 1.5 * memoryRequest)
    return "uses more memory than it asks for: evicted first when the node is short";
  if (cpuRequest !== undefined && cpuUsed > 1.5 * cpuRequest)
    return "uses more CPU than it asks for: slowed first when the node is busy";
  if (memoryRequest !== undefined && memoryRequest - memoryUsed > Math.max(memoryUsed, 64 * mebibyte))
    return "asks for more than twice the memory it uses";
  if (cpuRequest !== undefined && cpuRequest - cpuUsed > Math.max(3 * cpuUsed, 50))
    return "asks for more than four times the CPU it uses";
  return undefined;
};

const mebibytes = (bytes: number | undefined) => (bytes === undefined ? "-" : (bytes / mebibyte).toFixed(0));

/** The table of `caravan doctor --resources`. */
export const sizingTable = (uses: readonly ContainerUse[]): string => {
  const rows = uses
    .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)))
    .map((use) => [
      use.namespace,
      use.workload,
      use.container,
      use.cpuRequest === undefined ? "-" : String(use.cpuRequest),
      String(use.cpuUsed),
      mebibytes(use.memoryRequest),
      mebibytes(use.memoryUsed),
      mebibytes(use.memoryLimit),
      sizingAdvice(use) ?? "",
    ]);
  const head = [
    { name: "NAMESPACE", drop: 2 },
    { name: "WORKLOAD", cut: "end" },
    "CONTAINER",
    { name: "CPU m", drop: 3 },
    "USED m",
    "MEM MiB",
    "USED MiB",
    { name: "LIMIT MiB", drop: 1 },
    { name: "ADVICE", cut: "end" },
  ] as const;
  return table(head, rows, [3, 4, 5, 6, 7]);
};

const nameOf = ({ namespace, workload, container }: ContainerUse) => `${namespace}/${workload}/${container}`;
