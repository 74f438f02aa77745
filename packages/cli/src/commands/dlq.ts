import { hostname, userInfo } from "node:os";
import { type Kube, openRedis } from "@caravan/cluster";
import {
  chooseLetters,
  discard,
  discardedStream,
  explainLetters,
  findDeadLetter,
  letterText,
  listTable,
  replay,
} from "@caravan/operations/dead-letters";
import { withReason } from "@caravan/operations/staff";
import { deadLetters } from "@caravan/streams";
import { printError } from "@caravan/terminal";
import { Command } from "commander";
import type { Redis } from "ioredis";
import { openSession } from "../session.ts";

const withRedis = async <T>(work: (redis: Redis, kube: Kube) => Promise<T>): Promise<T> => {
  const { kube } = await openSession(["kubectl"]);
  const redis = await openRedis(kube);
  try {
    return await work(redis, kube);
  } finally {
    redis.disconnect();
  }
};

const list = ({ topic, json }: { topic?: string; json?: boolean }) =>
  withRedis(async (redis, kube) => {
    const letters = await explainLetters(redis, kube, await Array.fromAsync(deadLetters(redis, topic)));
    if (json) return console.log(JSON.stringify(letters, null, 2));
    if (letters.length === 0) return console.log("There are no dead letters.");
    console.log(listTable(letters, new Date()));
    console.log("\n./caravan dlq show <id> shows all of one; replay or discard them when the cause is gone.");
  });

const show = (id: string, { json }: { json?: boolean }) =>
  withRedis(async (redis, kube) => {
    const letter = await findDeadLetter(redis, id);
    const [told] = await explainLetters(redis, kube, [letter]);
    if (!told) return;
    const payload = letter.fields.data ?? "";
    console.log(json ? JSON.stringify({ ...told, payload }, null, 2) : letterText(told, payload));
  });

interface ReplayOptions {
  all?: boolean;
  topic?: string;
  old?: boolean;
}

const replayMany = (ids: string[], { all = false, topic, old = false }: ReplayOptions) =>
  withRedis(async (redis) => {
    const letters = await chooseLetters(redis, { ids, all, topic });
    for (const letter of letters) {
      try {
        await replay(redis, letter, { now: new Date(), old });
        console.log(`${letter.topic} ${letter.event?.id ?? letter.id} is published again.`);
      } catch (error) {
        // One that is too old must not block the others.
        process.exitCode = printError(error);
      }
    }
    if (letters.length === 0) console.log("There are no dead letters.");
  });

const discardOne = (id: string, { reason }: { reason: string }) =>
  withRedis(async (redis) => {
    const letter = await findDeadLetter(redis, id);
    const who = `${userInfo().username}@${hostname()}`;
    await discard(redis, letter, { reason, who, now: new Date() });
    console.log(`${letter.topic}/${letter.id} is discarded; ${discardedStream(letter.topic)} keeps it.`);
  });

export const dlqCommand = (): Command =>
  new Command("dlq")
    .description("dead letters: events that could not be handled")
    .addCommand(
      new Command("list")
        .description("list them, with their reasons")
        .option("--topic <topic>", "only those of one topic")
        .option("--json", "for scripts")
        .action(list),
    )
    .addCommand(
      new Command("show")
        .description("show all of one")
        .argument("<id>")
        .option("--json", "for scripts")
        .action(show),
    )
    .addCommand(
      new Command("replay")
        .description("publish them again; subscribers that applied one skip it")
        .argument("[ids...]")
        .option("--all", "all there are")
        .option("--topic <topic>", "with --all: only those of one topic")
        .option("--old", "also events older than the inboxes keep")
        .action(replayMany),
    )
    .addCommand(
      withReason(new Command("discard"), "why it is not needed, as it will be understood next year")
        .description("discard one; it is kept with the reason")
        .argument("<id>")
        .action(discardOne),
    );
