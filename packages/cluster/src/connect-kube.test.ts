import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connectKube } from "./connect-kube.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kube-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Programs that fail with these words the first time they are run, and how often they were. */
const failingOnce = async (said: string) => {
  await writeFile(join(folder, "said"), said);
  const script = `#!/bin/sh\necho run >> ${folder}/runs\n[ $(wc -l < ${folder}/runs) -gt 1 ] || { cat ${folder}/said >&2; exit 1; }\necho done\n`;
  for (const name of ["helm", "kubectl"]) await writeFile(join(folder, name), script, { mode: 0o755 });
  const kube = connectKube({ kubeconfig: "none", binDirs: [folder], helmHome: folder });
  const runs = async () => (await readFile(join(folder, "runs"), "utf8")).trim().split("\n").length;
  return { kube, runs };
};
const webhook =
  'Error: failed calling webhook "validation.istio.io": failed to call webhook: Post "https://istiod": EOF';

it.each(["helm", "kubectl"] as const)(
  "what a webhook gives no answer to is asked for again: %s",
  async (name) => {
    const { kube, runs } = await failingOnce(webhook);
    expect(await kube[name](["upgrade"])).toBe("done");
    expect(await runs()).toBe(2);
  },
);

it("what a webhook refuses is not asked for again", async () => {
  const { kube, runs } = await failingOnce(
    'admission webhook "validation.istio.io" denied the request: no host',
  );
  await expect(kube.helm(["upgrade"])).rejects.toThrow("denied");
  expect(await runs()).toBe(1);
});
