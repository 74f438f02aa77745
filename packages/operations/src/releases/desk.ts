import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Command,
  hasEnded,
  Input,
  type InputOf,
  type JudgeState,
  judge,
  type LogEntry,
  logEntryOf,
  type Run,
  replay,
} from "@caravan/release-engine";
import { openJournalFile } from "@caravan/release-runner";
import { Trouble } from "@caravan/toolchain";
import { exclusively, lockHolder } from "@caravan/toolchain/cluster";
import * as v from "valibot";

/** The releases of one app at this desk: the log of each, and what the process that runs one is asked. */
export interface Desk {
  readonly app: string;
  /** The log of the release that is under way, or of the last one. */
  readonly log: string;
  /** Whether a process runs it now. */
  runs(): Promise<boolean>;
  /** The release as its log says; undefined before the first one. @throws Trouble when the log cannot be read */
  read(): Promise<Run<JudgeState> | undefined>;
  /** All of its log. @throws Trouble when it cannot be read */
  entries(): Promise<readonly LogEntry[]>;
  /** Puts the log of a release that has ended aside. @throws Error when there is one of that name */
  file(run: Run<unknown>): Promise<void>;
  /** Runs work as the one process that may. @throws Trouble naming the one that does */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Asks the process that runs this release, now or when one does again. */
  ask(run: Run<unknown>, command: Command, reason: string): Promise<InputOf<"command">>;
  /** What is asked of a release, until `signal`. */
  asked(run: string, signal: AbortSignal): AsyncIterable<InputOf<"command">>;
}

/** Who is at this desk. */
export const person = (): string => userInfo().username;

const Asked = v.pipe(v.string(), v.parseJson(), Input);

/** @param releases the folder of all releases on the cluster that is meant */
export const openDesk = async (releases: string, app: string): Promise<Desk> => {
  const folder = join(releases, app);
  const inbox = join(folder, "asked");
  await mkdir(inbox, { recursive: true, mode: 0o700 });
  const [log, lock] = [join(folder, "log.jsonl"), join(folder, "engine.json")];
  const journal = openJournalFile(log);
  const readable = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw unreadable(app, log, error);
    }
  };
  return {
    app,
    log,
    runs: async () => (await lockHolder(lock)) !== undefined,
    async read() {
      const lines = await journal.lines();
      const { run, difference } = readable(() => replay(lines, judge));
      if (difference && run && !hasEnded(run)) throw unreadable(app, log, new Error(difference.words));
      return run;
    },
    async entries() {
      const lines = await journal.lines();
      return readable(() => lines.map(logEntryOf));
    },
    async file({ id }) {
      const aside = join(folder, `${id}.jsonl`);
      if (existsSync(aside)) throw new Error(`${aside} is there already`);
      await rename(log, aside);
    },
    alone: (work) => exclusively(lock, `release … ${app}`, work),
    async ask({ id }, command, reason) {
      const at = new Date().toISOString();
      const input = { kind: "command" as const, at, actor: person(), reason, command };
      const file = join(inbox, `${id} ${Date.now()}-${process.pid}`);
      await writeFile(`${file}.part`, JSON.stringify(input), { mode: 0o600 });
      await rename(`${file}.part`, `${file}.json`);
      return input;
    },
    async *asked(run, signal) {
      while (!signal.aborted) {
        const names = (await readdir(inbox)).filter((name) => name.endsWith(".json"));
        for (const name of names.sort()) {
          const asked = v.safeParse(Asked, await readFile(join(inbox, name), "utf8"));
          // What was asked of a release that has ended is not meant for this one.
          const isMeant = name.startsWith(`${run} `);
          if (isMeant && asked.success && asked.output.kind === "command") yield asked.output;
          await rm(join(inbox, name), { force: true });
        }
        await sleep(250, undefined, { signal }).catch(() => {});
      }
    },
  };
};

const unreadable = (app: string, log: string, error: unknown): Trouble =>
  new Trouble(
    `The log of ${app}'s release cannot be continued by this checkout: ${error instanceof Error ? error.message : String(error)}.`,
    [
      `Go on with the version of Caravan that began it, or give all traffic back to v1: ./caravan canary ${app} --off`,
      `Then put its log aside: mv ${log} ${log}.old`,
    ],
  );
