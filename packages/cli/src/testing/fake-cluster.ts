import { join, resolve } from "node:path";
import {
  type FakeCluster as Cluster,
  openFakeCluster as openCluster,
  type Thing,
} from "@caravan/cluster/testing";
import { execa } from "execa";

/** A fake shared cluster, and the command line in front of it. */
export interface FakeCluster extends Cluster {
  /** Runs the command line with this cluster behind the contexts `kind-x` and `production`. */
  caravan(...args: string[]): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;
  /** The state folder of the command line. */
  state: string;
}

const main = resolve(import.meta.dirname, "../main.ts");

/** Makes a cluster with these objects in it. */
export const openFakeCluster = async (things: readonly Thing[]): Promise<FakeCluster> => {
  const cluster = await openCluster(things);
  const state = join(cluster.folder, "state");
  return {
    ...cluster,
    state,
    async caravan(...args) {
      const { CARAVAN_TARGET: _, ...others } = process.env;
      const env = {
        ...others,
        ...cluster.environment,
        XDG_STATE_HOME: state,
        XDG_CACHE_HOME: join(cluster.folder, "cache"),
        CARAVAN_INSTANCE: "fake",
      };
      const options = { env, extendEnv: false, reject: false, stdin: "ignore" } as const;
      const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], options);
      return { exitCode, stdout, stderr };
    },
  };
};
