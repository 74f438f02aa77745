import { expect, it } from "vitest";
import { changeRelease, rollBackRelease } from "./releases.ts";

it("a change of our own release and its way back win over a field that kubectl set, such as by kubectl scale", async () => {
  const calls: string[][] = [];
  const kube = {
    helm: async (args: readonly string[]) => {
      calls.push([...args]);
      return "";
    },
  };
  const release = { name: "inventory", namespace: "shop", chart: "charts/service" };
  await changeRelease(kube, release, { replicas: 2 });
  await rollBackRelease(kube, release, 3);
  for (const call of calls)
    expect(call).toEqual(expect.arrayContaining(["--server-side=true", "--force-conflicts"]));
  expect(calls.map(([command]) => command)).toEqual(["upgrade", "rollback"]);
});
