import type { Release } from "@caravan/contracts";
import { logEntryOf } from "@caravan/release-engine";
import type { Ask, Dependencies } from "../dependencies.ts";
import { hasRoomFor } from "../domain/commands.ts";
import { refusalIn } from "../domain/entry-view.ts";
import { mostEntries } from "../domain/pace.ts";
import { logNearlyFull, releaseStopped } from "../domain/refusals.ts";
import { abandonRelease } from "./abandon-release.ts";
import { findRelease, findUnderWay } from "./find-release.ts";
import { getRelease } from "./get-release.ts";

interface Heard {
  readonly heard: boolean;
  readonly refused: string | null;
  readonly release: Release;
}

const refusalAt = async (releases: Dependencies["releases"], release: string, entry: number) => {
  const [line] = await releases.lines(release, entry - 1, 1);
  return line === undefined ? null : refusalIn(logEntryOf(line));
};

/** How long a caller waits for the engine's decision. */
const patienceSeconds = 4;

/**
 * Asks a release for something, once per key. What is asked is written down first, so that no engine that comes later misses it. A freeze of
 * one that no engine can go on with is done here.
 *
 * @param check is called before it is written down the first time
 * @returns `heard`: whether it is decided already; `refused`: why it is not done, when it was decided so
 * @throws Refusal `release-unknown`, `release-ended`, `release-stopped`, `log-nearly-full`; what `check` throws
 */
export const commandRelease = async (
  dependencies: Pick<Dependencies, "releases" | "lease" | "traffic" | "bell" | "draining">,
  asked: Ask,
  check: () => Promise<void> = async () => {},
): Promise<{ readonly body: Heard; readonly replayed: boolean }> => {
  const { releases, bell, draining } = dependencies;
  const { stopped } = await findRelease(dependencies, asked.release);
  if (stopped !== null && asked.command === "freeze") {
    const frozen = await abandonRelease(dependencies, { ...asked, keepsWeights: true }, check);
    return { body: { heard: true, refused: null, release: frozen.body }, replayed: frozen.replayed };
  }
  const { body, replayed } = await releases.ask(asked, async () => {
    const release = await findUnderWay(dependencies, asked.release);
    if (release.stopped !== null) throw releaseStopped(release.stopped);
    if (!hasRoomFor(release, asked.command)) throw logNearlyFull(release.entries, mostEntries);
    await check();
  });
  const end = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const next = bell.next(0.5, draining);
    const entry = await releases.heardIn(asked.release, body.at);
    if (entry !== null || Date.now() >= end || draining.aborted) {
      const release = await getRelease(dependencies, { releaseId: asked.release });
      const refused = entry === null ? null : await refusalAt(releases, asked.release, entry);
      return { body: { heard: entry !== null, refused, release }, replayed };
    }
    await next;
  }
};
