import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ofKind, root } from "./manifests.ts";
import { istioObjects, renderShop } from "./render.ts";

const mesh = istioObjects(await renderShop());
const Labels = v.record(v.string(), v.string());
const { labels: gatewayLabels } = v.parse(
  v.object({ labels: Labels }),
  parse(readFileSync(`${root}/toolchain/cluster/values/gateway.yaml`, "utf8")),
);

const Selecting = v.looseObject({
  metadata: v.object({ namespace: v.string() }),
  spec: v.looseObject({
    selector: v.optional(v.looseObject({ matchLabels: v.optional(Labels) })),
    workloadSelector: v.optional(v.object({ labels: Labels })),
  }),
});

describe("on a mesh that others use as well", () => {
  it.each(mesh)("$kind $metadata.name stays with the shop's own pods", (manifest) => {
    expect(["shop", "istio-ingress"]).toContain(manifest.metadata.namespace);
    if (manifest.metadata.namespace === "shop") return;
    const { selector, workloadSelector } = v.parse(Selecting, manifest).spec;
    const chosen = workloadSelector?.labels ?? selector?.matchLabels;
    expect(gatewayLabels).toMatchObject(chosen ?? { selects: "every pod of the namespace" });
  });

  const Gateway = v.looseObject({
    spec: v.object({ selector: Labels, servers: v.array(v.looseObject({ hosts: v.array(v.string()) })) }),
  });
  it.each(ofKind(mesh, "Gateway", Gateway))(
    "a Gateway opens on our pods only, for our routes",
    ({ spec }) => {
      expect(gatewayLabels).toMatchObject(spec.selector);
      for (const host of spec.servers.flatMap(({ hosts }) => hosts)) expect(host).toMatch(/^\.\//);
    },
  );

  it("our gateway's pods are chosen by no Gateway that selects the usual label", () => {
    expect(gatewayLabels.istio).not.toBe("ingressgateway");
    expect(gatewayLabels.app).not.toBe("istio-ingressgateway");
  });
});
