import { expect, test } from "vitest";
import { moveWeight, type Ports } from "./move-weight.ts";
import { installed, openMesh, synchronized, tableOf, weightsOf } from "./testing/fake-shop.ts";

const ready = { v1: 1, v2: 1 };

/** A shop whose only Envoy follows every write. */
const open = (services = installed(), pods = ready) => {
  const mesh = openMesh(services);
  let writes = 0;
  const weight = () => mesh.live().find(({ metadata }) => metadata.name === "order-weights");
  const ports: Ports = {
    mesh: {
      ...mesh,
      write: (service) => {
        writes++;
        return mesh.write(service);
      },
    },
    proxies: {
      running: async () => [
        {
          name: "gateway.istio-ingress",
          routes: async () => tableOf("order", weight()?.spec.http?.[0]?.route?.[1]?.weight ?? 0),
        },
      ],
      synchronization: async () => synchronized(["gateway.istio-ingress"], String(writes)),
    },
    readyPods: async () => pods,
  };
  return { ports, mesh };
};

test("a move is told before it is made, and each stage when it is reached", async () => {
  const told: unknown[] = [];
  const options = {
    begins: (from: unknown) => told.push(from),
    report: ({ name, of, behind }: { name: string; of: number; behind: readonly unknown[] }) =>
      told.push([name, of, behind.length]),
  };
  expect(await moveWeight(open().ports, "order", 100, options)).toMatchObject({
    outcome: "moved",
    from: [0],
  });
  expect(told).toEqual([[0], ["written", 3, 0], ["acknowledged", 1, 0], ["in force", 1, 0]]);
});

test("a weight that is there already needs nothing new from istiod", async () => {
  const move = await moveWeight(open([...installed(), weightsOf("order", 100)]).ports, "order", 100, {
    seconds: 0,
  });
  expect(move).toMatchObject({ stages: [{ behind: [] }, { behind: [] }, { behind: [] }] });
});

test.each([
  ["to v2", 0, 100, { v1: 1, v2: 0 }, "v2"],
  ["back to v1", 1000, 0, { v1: 0, v2: 1 }, "v1"],
])("a move %s is refused without a ready pod there", async (_, from, to, pods, version) => {
  const { ports, mesh } = open([...installed(), weightsOf("order", from)], pods);
  const short = { version, ready: 0, needed: 1 };
  expect(await moveWeight(ports, "order", to)).toEqual({ outcome: "refused", ...short, from: [from] });
  expect(mesh.live().at(-1)).toEqual(weightsOf("order", from));
});

test.each([
  ["v2", 500, 0, { v1: 1, v2: 0 }],
  ["v1", 500, 1000, { v1: 0, v2: 1 }],
])("a move away from %s without a ready pod is made", async (_, from, to, pods) => {
  const { ports } = open([...installed(), weightsOf("order", from)], pods);
  expect(await moveWeight(ports, "order", to)).toMatchObject({ outcome: "moved", from: [from] });
});

test("a move of an app that no route leads to is reported", async () => {
  expect(await moveWeight(open().ports, "payment", 100)).toEqual({ outcome: "no route" });
});

test.each<[string, number, number, { v1: number; v2: number }, number | undefined, object]>([
  ["a tenth beside two pods", 0, 100, { v1: 2, v2: 1 }, undefined, { outcome: "moved" }],
  ["half beside two pods", 0, 500, { v1: 2, v2: 1 }, undefined, { outcome: "moved" }],
  ["half beside four pods", 100, 500, { v1: 4, v2: 1 }, 4, { version: "v2", ready: 1, needed: 2 }],
  ["all of what four served", 500, 1000, { v1: 2, v2: 3 }, 4, { version: "v2", ready: 3, needed: 4 }],
  ["half of a shop that grew", 100, 500, { v1: 6, v2: 2 }, 4, { version: "v2", ready: 2, needed: 3 }],
  ["all to a v1 that shrank", 1000, 0, { v1: 1, v2: 4 }, 4, { version: "v1", ready: 1, needed: 4 }],
  ["less of what has too few pods already", 500, 100, { v1: 4, v2: 1 }, 4, { outcome: "moved" }],
])("a version needs as many pods as its share takes: %s", async (_, from, to, pods, before, expected) => {
  const { ports, mesh } = open([...installed(), weightsOf("order", from)], pods);
  const options = before === undefined ? {} : { pods: before };
  expect(await moveWeight(ports, "order", to, options)).toMatchObject(expected);
  if ("needed" in expected) expect(mesh.live().at(-1)).toEqual(weightsOf("order", from));
});

test.each([
  ["a way back", 500, 0, { v1: 1, v2: 4 }, "moved"],
  ["without any pod", 500, 0, { v1: 0, v2: 4 }, "refused"],
] as const)("few pods are better than a bad version: %s", async (_, from, to, pods, outcome) => {
  const { ports } = open([...installed(), weightsOf("order", from)], pods);
  expect(await moveWeight(ports, "order", to, { pods: "do not count" })).toMatchObject({ outcome });
});
