import type { JudgeState, Run } from "@caravan/release-engine";
import type { Ports } from "../ports.ts";
import type { Rhythm } from "../rhythm.ts";
import { runReleases } from "../run-releases.ts";

/** Windows of 15 seconds, and no waiting for Envoys. */
export const rhythm: Rhythm = {
  ...{ lookSeconds: 15, sampleSeconds: 15, lagSeconds: 15, moveSeconds: 0, tickSeconds: 1 },
};

/** Runs one release by itself. */
export const runRelease = async (
  ports: Ports,
  rhythm: Rhythm,
  options: Parameters<typeof runReleases>[1],
): Promise<Run<JudgeState>> => {
  const [run] = await runReleases([{ release: "rel-1", ports, rhythm }], options);
  if (!run) throw new Error("there is one release");
  return run;
};
