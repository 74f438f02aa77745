import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Report,
  reportImport,
  reportLog,
  reportPlans,
  reportReplay,
} from "@caravan/release-engine/reports";
import { whyNoFile } from "@caravan/terminal";
import { wholeNumber } from "@caravan/terminal/arguments";
import { checkout, Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import { liveCommands } from "./release-live.ts";

interface Output {
  readonly json?: boolean;
}

const say = ({ value, words, isSound }: Report, { json }: Output): void => {
  console.log(json ? JSON.stringify(value, null, 2) : words.join("\n"));
  if (!isSound) process.exitCode = 1;
};

/** Says of what does not work with a file that it is the file's. */
const about = (file: string) => (error: Error) => {
  throw new Trouble(`${file}: ${whyNoFile(error)}`);
};
const read = async (name: string) => ({ name, text: await readFile(name, "utf8").catch(about(name)) });

const lint = async (named: readonly string[], { rate, ...output }: Output & { rate?: number }) => {
  const files = named.length > 0 ? named : globSync(join(checkout, "deploy/releases/*.yaml"));
  say(reportPlans(await Promise.all(files.map(read)), rate), output);
};

const adopt = async (name: string, { out, ...output }: Output & { out?: string }) => {
  const report = await read(name)
    .then(({ text }) => reportImport(text, out))
    .catch((error) => (error instanceof RangeError ? about(name)(error) : Promise.reject(error)));
  if (out !== undefined) await writeFile(out, report.plan, { flag: "wx" }).catch(about(out));
  say(report, output);
};

const command = (name: string, description: string): Command =>
  new Command(name).description(description).option("--json", "for scripts");

export const releaseCommand = (): Command =>
  liveCommands()
    .reduce(
      (all, live) => all.addCommand(live),
      new Command("release").description("bring a new version of a service from 0 to 100 % on evidence"),
    )
    .addCommand(
      command("lint", "find every fault of plans of releases")
        .argument("[file...]", "default: all of deploy/releases")
        .option("--rate <n>", "the service's requests a minute: finds steps that cannot end", wholeNumber)
        .action(lint),
    )
    .addCommand(
      command("replay", "judge a release again from its log, and compare the decisions")
        .argument("<log>", "its file")
        .action(async (log: string, output: Output) => say(reportReplay(await read(log)), output)),
    )
    .addCommand(
      command("verify-log", "find any change that was made to the log of a release")
        .argument("<log>", "its file")
        .option("--head <hash>", "the hash of an entry that it must have; finds an end that was removed")
        .action(async (log: string, { head, ...output }: Output & { head?: string }) =>
          say(reportLog(await read(log), head), output),
        ),
    )
    .addCommand(
      command("import", "make a plan of a Flagger Canary or an Argo Rollout")
        .argument("<file>", "YAML, with the templates of its metrics")
        .option("--out <file>", "where to write it, as deploy/releases/<app>.yaml; default: print it")
        .action(adopt),
    );
