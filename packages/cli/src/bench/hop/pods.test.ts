import { expect, test } from "vitest";
import { bundlePrograms } from "./bundle.ts";
import { benchMesh } from "./mesh.ts";

test("the programs of the pods fit into a ConfigMap", async () => {
  const programs = await bundlePrograms();
  expect(Object.keys(programs).sort()).toEqual(["echo.mjs", "pod-load.mjs"]);
  expect(Buffer.byteLength(Object.values(programs).join(""))).toBeLessThan(1024 * 1024);
});

test("the echo gets inventory's policy and routing, and nothing of the shop is changed", async () => {
  const documents = await benchMesh();
  for (const document of documents) expect(document).toMatchObject({ metadata: { namespace: "bench" } });
  const text = JSON.stringify(documents);
  expect(text).not.toContain("inventory");
  expect(text).not.toContain(".shop.");
  expect(documents).toContainEqual(expect.objectContaining({ kind: "HTTPEndpoint", scopes: ["caller"] }));
  expect(documents).toContainEqual(expect.objectContaining({ kind: "DestinationRule" }));
});
