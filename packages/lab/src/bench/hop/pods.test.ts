import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { expect, test } from "vitest";
import { bundlePrograms } from "./bundle.ts";
import { benchMesh } from "./mesh.ts";
import { benchHost, frontDoorRoute } from "./places.ts";

test("the programs of the pods fit into a ConfigMap", async () => {
  const programs = await bundlePrograms();
  expect(Object.keys(programs).sort()).toEqual(["echo.mjs", "pod-load.mjs"]);
  expect(Buffer.byteLength(Object.values(programs).join(""))).toBeLessThan(1024 * 1024);
});

test("the echo gets inventory's policy and routing, and nothing of the shop is changed", async () => {
  const program = (await ensureTools(["helm"], { log: () => {} })).path("helm");
  const documents = await benchMesh(async (args) => (await execa(program, args)).stdout);
  const [fromOutside, ...others] = documents.toReversed();
  for (const document of others) expect(document).toMatchObject({ metadata: { namespace: "bench" } });
  // The gateway accepts only routes of the shop's namespace; this one has the bench's name and host.
  expect(fromOutside).toMatchObject({
    metadata: { namespace: "shop", name: frontDoorRoute },
    spec: { hosts: [benchHost] },
  });
  const text = JSON.stringify(documents);
  expect(text).not.toContain("inventory");
  expect(text).not.toContain(".shop.");
  expect(documents).toContainEqual(expect.objectContaining({ kind: "HTTPEndpoint", scopes: ["caller"] }));
  expect(documents).toContainEqual(expect.objectContaining({ kind: "DestinationRule" }));
  // The caller knows its callee; with an unknown host it would measure refused connections.
  const known = [
    "./*.bench.svc.cluster.local",
    "dapr-system/*",
    "default/kubernetes.default.svc.cluster.local",
    "observability/jaeger.observability.svc.cluster.local",
  ];
  expect(documents).toContainEqual(
    expect.objectContaining({
      kind: "Sidecar",
      spec: expect.objectContaining({ egress: [{ hosts: known }] }),
    }),
  );
});
