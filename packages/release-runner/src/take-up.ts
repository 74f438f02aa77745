import { type JudgeState, judge, type Run, replay, verifyLog } from "@caravan/release-engine";

/** The log of a release says nothing that this program could go on with. */
export class LogUnusable extends Error {
  readonly release: string;
  constructor(release: string, why: string) {
    super(why);
    this.name = "LogUnusable";
    this.release = release;
  }
}

const replayed = (release: string, lines: readonly string[]) => {
  try {
    return replay(lines, judge);
  } catch (error) {
    throw new LogUnusable(
      release,
      `the log cannot be decided again: ${error instanceof Error ? error.message : error}`,
    );
  }
};

/** The release that a log leaves. @throws LogUnusable when it was changed, or decides otherwise than it says */
export const takeUp = (release: string, lines: readonly string[]): Run<JudgeState> => {
  const sound = verifyLog(lines);
  if (!sound.sound) throw new LogUnusable(release, `the log was changed, line ${sound.line}: ${sound.why}`);
  const { run, difference } = replayed(release, lines);
  if (difference)
    throw new LogUnusable(
      release,
      `the log was decided by another version of this program: ${difference.words}`,
    );
  if (!run) throw new LogUnusable(release, "there is no such release: its log is empty");
  return run;
};
