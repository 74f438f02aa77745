import { expect, test } from "vitest";
import { workloadOfPod } from "./sizing.ts";

test.each([
  ["order-758dfdb54f-k5w72", "order"],
  ["order-v2-758dfdb54f-k5w72", "order-v2"],
  ["audit-29932627-nkrrt", "audit"],
  ["mariadb-0", "mariadb"],
  ["vlagent-x7k2p", "vlagent"],
])("pod %s belongs to %s", (pod, workload) => expect(workloadOfPod(pod)).toBe(workload));
