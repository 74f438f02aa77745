import { expect, test } from "vitest";
import { type Mesh, setWeight } from "./set-weight.ts";
import type { VirtualService } from "./weights.ts";

const service = (name: string, app: string, timeout: string, weight: number): VirtualService => ({
  kind: "VirtualService",
  metadata: { name, resourceVersion: "1" },
  spec: {
    http: [
      {
        timeout,
        route: [
          { destination: { host: `${app}.shop.svc.cluster.local`, subset: "v1" }, weight: 1000 - weight },
          { destination: { host: `${app}.shop.svc.cluster.local`, subset: "v2" }, weight },
        ],
      },
    ],
  },
});

const openMesh = (services: VirtualService[], conflicts: VirtualService[][] = []) => {
  let live = services;
  const mesh: Mesh = {
    list: async () => live,
    replace: async (changed) => {
      const meanwhile = conflicts.shift();
      if (meanwhile !== undefined) {
        live = meanwhile;
        return "conflict";
      }
      live = live.map((one) => changed.find(({ metadata }) => metadata.name === one.metadata.name) ?? one);
      return "replaced";
    },
  };
  return { mesh, live: () => live };
};

test("every VirtualService that leads to the app gets the weight, others stay", async () => {
  const other = service("inventory", "inventory", "5s", 0);
  const { mesh, live } = openMesh([
    service("order", "order", "5s", 0),
    service("shop", "order", "5s", 0),
    other,
  ]);
  expect(await setWeight(mesh, "order", 125)).toBe(2);
  expect(live()).toEqual([service("order", "order", "5s", 125), service("shop", "order", "5s", 125), other]);
});

test("a timeout that was changed at the same time is kept", async () => {
  const { mesh, live } = openMesh(
    [service("order", "order", "5s", 0)],
    [[service("order", "order", "9s", 0)]],
  );
  await setWeight(mesh, "order", 10);
  expect(live()).toEqual([service("order", "order", "9s", 10)]);
});

test("a mesh without a split route to the app is reported", async () => {
  const { mesh } = openMesh([service("order", "order", "5s", 0)]);
  expect(await setWeight(mesh, "product", 10)).toBe(0);
});

test("continuous writes by others are reported", async () => {
  const live = [service("order", "order", "5s", 0)];
  const { mesh } = openMesh(
    live,
    Array.from({ length: 9 }, () => live),
  );
  await expect(setWeight(mesh, "order", 10)).rejects.toThrow("5 times in a row");
});
