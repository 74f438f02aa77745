import { expect, it } from "vitest";
import type { Ground } from "./faults/fault.ts";
import { carryOut } from "./wounds.ts";

const groundWith = (unready: () => string): Ground => ({
  kube: {
    kubectl: async (args: readonly string[]) => {
      if (args.includes("--raw")) return "ok";
      return args.includes("pods") ? '{"items":[]}' : unready();
    },
  } as unknown as Ground["kube"],
  nodePid: 1,
  nodeSpace: "pid:[1]",
});
const progress = { begun: () => 1, running: () => true, note: () => undefined, undo: () => undefined };
const plan = [{ afterOrders: 1, target: "order/order" }];

it("a fault that does not heal names what is still unready", async () => {
  let hurt = false;
  const ground = groundWith(() => (hurt ? "shop/order observability/jaeger " : ""));
  const kill = async () => {
    hurt = true;
    return { gone: [], lastsSeconds: 0, end: async () => undefined };
  };
  expect(await carryOut(ground, new Map([["order/order", kill]]), plan, progress, 0)).toMatchObject([
    { healedAfterSeconds: undefined, unready: ["shop/order", "observability/jaeger"] },
  ]);
});

it("nothing is hurt while something is already unready", async () => {
  const ground = groundWith(() => "observability/jaeger ");
  await expect(carryOut(ground, new Map(), plan, progress, 0)).rejects.toThrow(
    "Not ready before anything was hurt: observability/jaeger",
  );
});
