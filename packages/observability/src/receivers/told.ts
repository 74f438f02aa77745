import { readFile, writeFile } from "node:fs/promises";
import { type ToolPaths, until } from "@caravan/toolchain";
import * as v from "valibot";
import { parse, stringify } from "yaml";
import { type Running, renderConfig, startAlertmanager } from "./alertmanager.ts";
import { type Arrived, type Receiver, type Sink, startSink } from "./sink.ts";

/** Values that switch every receiver on. */
export const everyReceiver = "charts/observability/ci/receivers-values.yaml";
export const receivers: readonly Receiver[] = ["wecom", "dingtalk", "feishu", "email"];

const Config = v.looseObject({
  inhibit_rules: v.array(
    v.object({
      source_matchers: v.array(v.string()),
      target_matchers: v.array(v.string()),
      equal: v.optional(v.array(v.string())),
    }),
  ),
});
type Config = v.InferOutput<typeof Config>;

/** Alertmanager's configuration of a file. */
export const readConfig = async (file: string): Promise<Config> =>
  v.parse(Config, parse(await readFile(file, "utf8")));

/** Alertmanager as the chart configures it, which tells a sink. */
export interface Told {
  readonly running: Running;
  readonly sink: Sink;
  /** Waits for a message with these words in its title. @throws Error when a message was refused */
  arrived(receiver: Receiver, ...words: string[]): Promise<Arrived>;
  close(): Promise<void>;
}

/** Starts both. @param edit what the configuration is instead */
export const openTold = async (
  tools: ToolPaths,
  folder: string,
  edit: (config: Config) => object = (config) => config,
): Promise<Told> => {
  const sink = await startSink();
  const email = `alertmanager.receivers.email.smarthost=${sink.smarthost}`;
  const file = await renderConfig(tools, folder, {
    values: [everyReceiver],
    set: [
      ...[email, "alertmanager.receivers.email.requireTls=false", "alertmanager.receivers.email.username="],
      ...["alertmanager.groupWait=10ms", "alertmanager.groupInterval=100ms"],
      "alertmanager.receivers.dingtalk.severities={page,ticket}",
      "alertmanager.heartbeat.enabled=false",
    ],
    files: sink.addresses,
  });
  await writeFile(file, stringify(edit(await readConfig(file))));
  const running = await startAlertmanager(tools, file);
  return {
    ...{ running, sink },
    arrived: (receiver, ...words) =>
      until(`${receiver} is told ${words.join(", ")}`, async () => {
        if (sink.refused.length > 0) throw new Error(`refused: ${sink.refused.join("; ")}`);
        return sink.messages[receiver].find(({ title }) => words.every((word) => title.includes(word)));
      }),
    async close() {
      await running.stop();
      await sink.close();
    },
  };
};
