import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { instance } from "@caravan/cluster";
import {
  type Command,
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
import { exclusively, lockHolder } from "@caravan/toolchain/cluster";
import * as v from "valibot";

/** The releases of one app at this desk: the log of each, and what the process that runs one is asked. */
export interface Desk {
  readonly app: string;
  /** The log of the release that is under way, or of the last one. */
  readonly log: string;
  /** Whether a process runs it now. */
  runs(): Promise<boolean>;
  /** The release as its log says; undefined before the first one. */
  read(): Promise<Run<JudgeState> | undefined>;
  /** All of its log. */
  entries(): Promise<readonly LogEntry[]>;
  /** Puts the log of a release that has ended aside. */
  file(run: Run<unknown>): Promise<void>;
  /** Runs work as the one process that may. @throws Trouble naming the one that does */
  alone<T>(work: () => Promise<T>): Promise<T>;
  ask(command: Command, reason: string): Promise<InputOf<"command">>;
  /** What is asked for, until `signal`. */
  asked(signal: AbortSignal): AsyncIterable<InputOf<"command">>;
}

/** Who is at this desk. */
export const person = (): string => userInfo().username;

const Line = v.pipe(v.string(), v.parseJson(), Input);

const commandsIn = (text: string): InputOf<"command">[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => v.parse(Line, line))
    .filter((input) => input.kind === "command");

export const hasEnded = ({ phase }: Run<unknown>): boolean =>
  ["finished", "rolled back", "frozen"].includes(phase.name);

export const openDesk = async (app: string): Promise<Desk> => {
  const folder = join(instance.directory, "releases", app);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [log, inbox, lock] = ["log.jsonl", "asked.jsonl", "engine.json"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const taken = `${inbox}.taken`;
  return {
    app,
    log,
    runs: async () => (await lockHolder(lock)) !== undefined,
    read: async () => replay(await openJournalFile(log).lines(), judge).run,
    entries: async () => (await openJournalFile(log).lines()).map(logEntryOf),
    file: async ({ id }) => rename(log, join(folder, `${id}.jsonl`)),
    alone: (work) => exclusively(lock, `release … ${app}`, work),
    async ask(command, reason) {
      const input = {
        kind: "command" as const,
        at: new Date().toISOString(),
        actor: person(),
        reason,
        command,
      };
      await appendFile(inbox, `${JSON.stringify(input)}\n`, { mode: 0o600 });
      return input;
    },
    async *asked(signal) {
      while (!signal.aborted) {
        if (existsSync(inbox) && !existsSync(taken)) await rename(inbox, taken);
        const text = await readFile(taken, "utf8").catch(() => "");
        yield* commandsIn(text);
        await rm(taken, { force: true });
        await sleep(250, undefined, { signal }).catch(() => {});
      }
    },
  };
};
