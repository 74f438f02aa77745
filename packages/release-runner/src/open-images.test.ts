import type { Pod } from "@caravan/mesh";
import { expect, test } from "vitest";
import { openStableImages } from "./open-images.ts";

const digest = `sha256:${"a".repeat(64)}`;
const podOf = (version: string, image: string, { imageID = "", ends = false } = {}): Pod => ({
  metadata: {
    ...{ name: `${version}-${image}`, namespace: "shop", labels: { app: "order", version } },
    ...(ends && { deletionTimestamp: "now" }),
  },
  spec: {
    containers: [
      { name: "istio-proxy", image: "envoy" },
      { name: "order", image },
    ],
    initContainers: [],
  },
  status: { containerStatuses: [{ name: "order", imageID }], conditions: [] },
});

test("v1's images are told once each, with their digests, ready or not; not v2's, and not those of pods that end", async () => {
  const pods = [
    podOf("v1", "order:1", { imageID: `docker.io/order@${digest}` }),
    podOf("v1", "order:1", { imageID: `docker.io/order@${digest}` }),
    podOf("v1", "order:2"),
    podOf("v1", "order:0", { ends: true }),
    podOf("v2", "order:3"),
  ];
  expect(await openStableImages({ pods: async () => pods }, "shop")("order")).toEqual([
    { image: "order:1", digest },
    { image: "order:2", digest: "" },
  ]);
});
