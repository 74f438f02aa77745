import type { Kube } from "@caravan/cluster";
import { requireIstiod } from "@caravan/cluster";
import { describe, expect, test } from "vitest";
import { envoysKnow, trusts } from "./mesh-keys.ts";

const listener = (...kids: string[]) => ({
  name: "virtualInbound",
  active_state: { issuer: "urn:caravan:user", jwks: JSON.stringify({ keys: kids.map((kid) => ({ kid })) }) },
});
const dump = (...listeners: unknown[]) => JSON.stringify({ configs: [{ name: "0.0.0.0_80" }, ...listeners] });

describe("an Envoy trusts a key", () => {
  test("when every listener in force that verifies our tokens has it", () => {
    expect(trusts(dump(listener("a", "b"), listener("b")), ["b"])).toBe(true);
    expect(trusts(dump(listener("a", "b"), listener("a")), ["b"])).toBe(false);
  });

  test("not while the listener that has it is still warming up", () => {
    const { active_state } = listener("a", "b");
    expect(trusts(dump({ ...listener("a"), warming_state: active_state }), ["b"])).toBe(false);
  });

  test("not when it gives no answer, or verifies no tokens yet", () => {
    for (const said of ["", "no healthy upstream", dump()]) expect(trusts(said, [])).toBe(false);
  });
});

const pod = (name: string, { ready = true, phase = "Running" } = {}) => ({
  metadata: { name, namespace: "shop" },
  spec: { containers: [{ name: "app" }], initContainers: [{ name: "istio-proxy" }] },
  status: { phase, conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
});

/** A cluster with these pods, and the replies of their Envoys. */
const cluster = (pods: unknown[], dumps: Record<string, string> = {}) => {
  const kubectl: Kube["kubectl"] = async (args) => {
    const [, namespace, verb, name = ""] = args;
    if (verb === "exec") return dumps[name] ?? "";
    return JSON.stringify({ items: namespace === "istio-ingress" ? [] : pods });
  };
  return { kubectl } as Kube;
};

test("every running Envoy is checked, and those without the key are named", async () => {
  const pods = [pod("order-1"), pod("order-2"), pod("order-3", { phase: "Pending" })];
  const half = cluster(pods, { "order-1": dump(listener("b")), "order-2": dump(listener("a")) });
  await expect(envoysKnow(half, ["b"], 0)).rejects.toThrow("do not have the new key: order-2.");
  const whole = cluster(pods, { "order-1": dump(listener("b")), "order-2": dump(listener("b")) });
  await expect(envoysKnow(whole, ["b"], 0)).resolves.toBeUndefined();
});

test("without a ready istiod no rotation begins", async () => {
  for (const pods of [[], [pod("istiod-1", { ready: false })]])
    await expect(requireIstiod(cluster(pods))).rejects.toThrow("Nothing is changed");
  await expect(requireIstiod(cluster([pod("istiod-1")]))).resolves.toBeUndefined();
});
