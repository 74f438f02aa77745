import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { checkout, type ToolPaths } from "@caravan/toolchain";
import * as v from "valibot";
import type { Posted } from "../alerts/cases/posted.ts";
import { renderChart } from "../render-chart.ts";

const ConfigMap = v.object({
  kind: v.literal("ConfigMap"),
  metadata: v.object({ name: v.literal("alertmanager") }),
  data: v.object({ "alertmanager.yml": v.string(), "messages.tmpl": v.string() }),
});

/**
 * Writes Alertmanager's configuration as the chart renders it, with its files in a folder of this machine.
 *
 * @param set values of the chart, as `helm --set` takes them
 * @param files the Secret: content by key
 * @returns the configuration's file
 */
export const renderConfig = async (
  tools: ToolPaths,
  folder: string,
  {
    set = [],
    values = [],
    files = {},
  }: {
    readonly set?: readonly string[];
    readonly values?: readonly string[];
    readonly files?: Readonly<Record<string, string>>;
  },
): Promise<string> => {
  const objects = await renderChart(
    tools,
    ...values.flatMap((file) => ["--values", join(checkout, file)]),
    ...set.flatMap((value) => ["--set", value]),
  );
  const config = objects.find((object) => v.is(ConfigMap, object));
  const { data } = v.parse(ConfigMap, config);
  await mkdir(folder, { recursive: true });
  const here = data["alertmanager.yml"]
    .replaceAll("/etc/alertmanager/", `${folder}/`)
    .replaceAll("/run/secrets/alertmanager/", `${folder}/`);
  const written = { ...files, "alertmanager.yml": here, "messages.tmpl": data["messages.tmpl"] };
  for (const [name, content] of Object.entries(written)) await writeFile(join(folder, name), content);
  return join(folder, "alertmanager.yml");
};

const LogLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ msg: v.string(), address: v.optional(v.string()) }),
);

/** Alertmanager on the loopback, at a free port. */
export interface Running {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts the real Alertmanager. @throws Error with its last words when it ends */
export const startAlertmanager = async (tools: ToolPaths, configFile: string): Promise<Running> => {
  const child = spawn(
    tools.path("alertmanager"),
    [
      ...[`--config.file=${configFile}`, `--storage.path=${configFile}.data`, "--cluster.listen-address="],
      ...["--web.listen-address=127.0.0.1:0", "--log.format=json"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(child, "exit");
  const words: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on("line", (line) => {
      words.push(line);
      const entry = v.safeParse(LogLine, line);
      if (entry.success && entry.output.msg === "Listening on" && entry.output.address)
        resolve(`http://${entry.output.address}`);
    });
    void ended.then(() => reject(new Error(`Alertmanager ended: ${words.slice(-3).join("\n")}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};

/** Tells Alertmanager of alerts: that they fire, or since when they do not any more. */
export const postAlerts = async (
  { address }: Running,
  alerts: readonly Posted[],
  endsAt?: Date,
): Promise<void> => {
  const reply = await fetch(`${address}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts.map((alert) => ({ ...alert, ...(endsAt && { endsAt }) }))),
  });
  if (!reply.ok) throw new Error(`Alertmanager refused the alerts: ${reply.status} ${await reply.text()}`);
};

const Alerts = v.array(
  v.object({
    labels: v.record(v.string(), v.string()),
    status: v.object({ state: v.string(), inhibitedBy: v.array(v.string()) }),
  }),
);

/** Names of the alerts that are held back because others tell their cause. */
export const inhibited = async ({ address }: Running): Promise<readonly string[]> => {
  const alerts = v.parse(Alerts, await (await fetch(`${address}/api/v2/alerts`)).json());
  return alerts
    .filter(({ status }) => status.inhibitedBy.length > 0)
    .map(({ labels }) => labels.alertname ?? "");
};
