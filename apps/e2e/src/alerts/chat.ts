import { namespace, runbookOf } from "@caravan/observability";
import { startSink } from "@caravan/observability/receivers";
import { execa } from "execa";
import * as v from "valibot";
import { apply, kubectl, rolledOut } from "../harness/kubectl.ts";
import { shop } from "../harness/shop.ts";
import { until } from "../harness/until.ts";
import { changeWatching, watched } from "../harness/watching.ts";
import type { Firing, Saying } from "./firing.ts";

/** The groups of WeCom and DingTalk, and the dead man's switch, as far as Alertmanager can tell. */
export interface Chat {
  /**
   * Waits until both groups were told since a time that an alert fires, or does not any more, in a message that has these words and
   * links to the runbook. Returns when the later of the two messages came.
   */
  told(saying: Saying, firing: Firing, since: Date, limitSeconds: number): Promise<Date>;
  /** The title and text of each message of WeCom's group since a time. */
  messages(since: Date): readonly { title: string; text: string; at: Date }[];
  beats(): readonly Date[];
  close(): Promise<void>;
}

const secret = "alertmanager-addresses";
const marks = { firing: "🔴", resolved: "🟢" } as const;
const links = {
  dashboard: "https://grafana.example.com/d/caravan-{name}",
  runbook: "https://git.example.com/caravan/blob/main/docs/runbooks/{name}.md",
  release: "https://shop.example.com/releases/{id}",
};

/** This machine's address on the way to the cluster, at which pods reach it. */
const ownAddress = async (): Promise<string> => {
  const { stdout } = await execa("ip", ["-j", "route", "get", new URL((await shop()).shop).hostname]);
  const [route] = v.parse(v.array(v.object({ prefsrc: v.string() })), JSON.parse(stdout));
  if (route === undefined) throw new Error("there is no way to the cluster");
  return route.prefsrc;
};

/**
 * Lets Alertmanager of the running cluster tell groups of ours, by the chart's values and its Secret, until it is closed.
 *
 * @param rules other rules in place of files of the chart
 */
export const openChat = async (rules: Readonly<Record<string, string>> = {}): Promise<Chat> => {
  await watched();
  const sink = await startSink(await ownAddress());
  const { wecom, dingtalk, heartbeat } = sink.addresses;
  await apply(
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name: secret, namespace } },
      stringData: { wecom, dingtalk, heartbeat },
    }),
  );
  const changeBack = await changeWatching({
    alertmanager: {
      links,
      receivers: { wecom: { enabled: true }, dingtalk: { enabled: true } },
      heartbeat: { enabled: true, interval: "1m" },
      // The end is told at once, which the proof waits for; the beginning takes the time it always takes.
      groupInterval: "10s",
    },
    rules: { files: rules },
    networkPolicy: { receivers: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] },
  });
  await Promise.all(["alertmanager", "vmalert"].map((name) => rolledOut(name, namespace)));

  const tells = (saying: Saying, { alert, words }: Firing, since: Date) =>
    [sink.messages.wecom, sink.messages.dingtalk].map((messages) =>
      messages.find(({ title, text, at }) => {
        const isAbout = (line: string) =>
          line.startsWith(marks[saying]) && words.every((word) => `${title} ${line}`.includes(word));
        return (
          at > since &&
          new RegExp(`: ${alert}( |$)`).test(title) &&
          text.split("\n").some(isAbout) &&
          text.includes(`/docs/runbooks/${runbookOf(alert)}.md`)
        );
      }),
    );
  return {
    told: (saying, firing, since, limitSeconds) =>
      until(
        `both groups are told that ${firing.alert} (${firing.words.join(", ")}) is ${saying}`,
        async () => {
          if (sink.refused.length > 0) throw new Error(`refused: ${sink.refused.join("; ")}`);
          const times = tells(saying, firing, since).map((message) => message?.at.getTime());
          if (times.every((time) => time !== undefined)) return new Date(Math.max(...times));
          const titles = sink.messages.dingtalk.filter(({ at }) => at > since).map(({ title }) => title);
          throw new Error(`they were told: ${titles.join("; ") || "nothing"}`);
        },
        limitSeconds,
      ),
    messages: (since) => sink.messages.wecom.filter(({ at }) => at > since),
    beats: () => sink.beats,
    close: async () => {
      await changeBack();
      await kubectl("-n", namespace, "delete", "secret", secret, "--ignore-not-found");
      await rolledOut("alertmanager", namespace);
      await sink.close();
    },
  };
};
