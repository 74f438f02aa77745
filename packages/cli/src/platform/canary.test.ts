import type { Kube } from "@caravan/cluster";
import { expect, test } from "vitest";
import { removeCanary } from "./canary.ts";

const host = "order.shop.svc.cluster.local";

const split = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "order", namespace: "shop" },
  spec: {
    http: [
      {
        route: ["v1", "v2"].map((subset) => ({
          destination: { host, subset },
          weight: 500,
        })),
      },
    ],
  },
};
const pod = (name: string) => ({
  metadata: { name, namespace: "shop" },
  spec: { containers: [{ name: "istio-proxy" }] },
  status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
});

/** A mesh with a canary, whose istiod runs or not, and whose Envoys follow what is applied or not. */
const openMesh = (istiod: boolean, follows: boolean) => {
  const done: string[] = [];
  const kubectl: Kube["kubectl"] = async (args, input = "") => {
    if (args[0] === "replace") {
      done.push(input.replaceAll(/.*"weight":(\d+).*"weight":(\d+).*/g, "$1 $2"));
      return "";
    }
    const said = args.join(" ");
    if (said.includes("app=istiod")) return JSON.stringify({ items: istiod ? [pod("istiod-1")] : [] });
    if (said.includes("owner=helm")) return "shop   order-canary   0123";
    if (said.includes("crd")) return "crd/virtualservices";
    if (said.includes("virtualservices")) return JSON.stringify({ items: [split] });
    if (said.includes(" exec ")) return `{"v1"${done.length > 0 && follows ? "" : `|v2|${host}`}}`;
    return JSON.stringify({ items: said.includes("istio-ingress") ? [] : [pod("storefront-1")] });
  };
  const helm: Kube["helm"] = async (args) => {
    done.push(args.slice(0, 2).join(" "));
    return "";
  };
  return { kube: { kubectl, helm } as Kube, done };
};

test("a canary is removed once no Envoy sends requests to it", async () => {
  const { kube, done } = openMesh(true, true);
  await removeCanary(kube, "order", 0);
  expect(done).toEqual(["1000 0", "uninstall order-canary"]);
});

test("a canary stays while an Envoy may still send requests to it", async () => {
  const { kube, done } = openMesh(true, false);
  await expect(removeCanary(kube, "order", 0)).rejects.toThrow("so it stays: storefront-1.");
  expect(done).toEqual(["1000 0"]);
});

test("without istiod a canary keeps its traffic", async () => {
  const { kube, done } = openMesh(false, true);
  await expect(removeCanary(kube, "order", 0)).rejects.toThrow("Nothing is changed");
  expect(done).toEqual([]);
});
