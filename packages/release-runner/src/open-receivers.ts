import * as v from "valibot";
import type { Notice } from "./ports.ts";
import { whyFailed } from "./why-failed.ts";

const timeoutMilliseconds = 5_000;
/** How long Alertmanager goes on trying to deliver a message, and to whom a message is news. */
const newsMilliseconds = 10 * 60_000;
/** Of the reasons of a release; the template of the chart cuts the rest (charts/observability). */
const mostLetters = 800;
const prefix = "release-";

/** A message about a release. */
export interface ReleaseNotice extends Notice {
  readonly release: string;
  readonly service: string;
  /** Where the release is and why, a sentence each. */
  readonly words: readonly string[];
  readonly at: Date;
}

/** Who can be told of releases. */
export interface Receivers {
  /** The names that a plan may have. @throws Error when they cannot be asked for */
  names(): Promise<readonly string[]>;
  /** Hands a message over; one that is handed over twice is told once. @throws Error when it is not taken */
  tell(notice: ReleaseNotice): Promise<void>;
}

const colours = {
  started: "blue",
  step: "blue",
  "awaiting approval": "orange",
  held: "orange",
  promoted: "green",
  finished: "green",
  "rolling back": "red",
  "rolled back": "red",
  frozen: "grey",
} as const satisfies Record<Notice["occasion"], string>;

const chinese = {
  started: "已开始",
  step: "进入下一步",
  "awaiting approval": "等待批准",
  held: "已暂停, 等待处理",
  promoted: "新版本已承接全部流量",
  finished: "已完成",
  "rolling back": "正在回滚",
  "rolled back": "已回滚",
  frozen: "已冻结",
} as const satisfies Record<Notice["occasion"], string>;

/** As many whole sentences as there is room for. */
const bounded = (words: readonly string[]): string =>
  words.reduce((text, sentence) => {
    const more = text === "" ? sentence.slice(0, mostLetters) : `${text}\n\n${sentence}`;
    return more.length > mostLetters ? text : more;
  }, "");

/** A message as an alert, of which Alertmanager makes what each receiver reads. Its labels are the same whenever it is told again. */
const alertOf = ({ release, service, receiver, occasion, id, words, at }: ReleaseNotice) => ({
  labels: { alertname: "Release", severity: "none", app: service, receiver, release, notice: id },
  annotations: {
    summary: occasion,
    summary_zh: chinese[occasion],
    colour: colours[occasion],
    words: bounded(words),
  },
  startsAt: at.toISOString(),
  endsAt: new Date(at.getTime() + newsMilliseconds).toISOString(),
});

const Named = v.array(v.object({ name: v.string() }));

/**
 * Alertmanager at an address, as it is configured by charts/observability: it holds the receivers' addresses, delivers, and tries again. What
 * it could not deliver it counts itself (`alertmanager_notifications_failed_total`).
 */
export const openReceivers = (base: string): Receivers => {
  const call = async (path: string, options: RequestInit): Promise<Response> => {
    const url = new URL(`/api/v2/${path}`, base);
    try {
      const response = await fetch(url, { ...options, signal: AbortSignal.timeout(timeoutMilliseconds) });
      if (response.ok) return response;
      throw new Error(`it answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
    } catch (error) {
      throw new Error(`Alertmanager at ${url.host} cannot be told: ${whyFailed(error)}`);
    }
  };
  return {
    async names() {
      const all = v.parse(Named, await (await call("receivers", {})).json());
      return all.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
    },
    async tell(notice) {
      const headers = { "content-type": "application/json" };
      const reply = await call("alerts", {
        method: "POST",
        headers,
        body: JSON.stringify([alertOf(notice)]),
      });
      await reply.body?.cancel();
    },
  };
};
