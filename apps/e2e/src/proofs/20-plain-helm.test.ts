import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { codeBlocks, ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bootSecondCluster, type SecondCluster } from "../harness/second-cluster.ts";
import { root } from "../harness/shop.ts";
import { journey, ways } from "../journey/journey.ts";

describe.runIf(process.env.CARAVAN_LONG === "1")("an empty cluster (--long)", () => {
  /** Stands for the checkout: what the document's commands read of it, and what they write. */
  let folder: string;
  let cluster: SecondCluster;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "caravan-plain-helm-"));
    for (const name of ["charts", "components", "mesh", "toolchain"])
      await symlink(join(root, name), join(folder, name));
    cluster = await bootSecondCluster("plain-helm", folder);
  });
  afterAll(async () => {
    await cluster?.remove();
    await rm(folder, { recursive: true });
  });

  it("becomes a shop by the commands of docs/install-with-helm.md alone", async () => {
    const { binDir } = await ensureTools(["kubectl", "helm"], { log: () => {} });
    const { exitCode, all } = await execa("bash", ["-euo", "pipefail", "-s"], {
      cwd: folder,
      input: codeBlocks("docs/install-with-helm.md", "bash").join("\n"),
      all: true,
      reject: false,
      env: { KUBECONFIG: cluster.kubeconfig, PATH: `${binDir}${delimiter}${process.env.PATH}` },
    });
    expect(exitCode, all).toBe(0);
  });

  describe.each(ways.slice(0, 1))("a shopper, $who", journey);
});
