import type { DeadLetter } from "@caravan/streams";
import { table } from "@caravan/terminal";
import type { Explanation } from "./explain.ts";

/** A dead letter with its explanation, for scripts and tables alike. */
export interface ExplainedLetter {
  id: string;
  topic: string;
  eventId: string | null;
  type: string | null;
  subject: string | null;
  publishedAt: string | null;
  putAsideAt: string;
  consumer: string | null;
  reason: string;
}

export const explained = (letter: DeadLetter, explanation: Explanation): ExplainedLetter => ({
  id: letter.id,
  topic: letter.topic,
  eventId: letter.event?.id ?? null,
  type: letter.event?.type ?? null,
  subject: letter.event?.subject ?? null,
  publishedAt: letter.event?.time ?? null,
  putAsideAt: letter.putAsideAt.toISOString(),
  ...explanation,
});

/** `3 min`, `5 h`, `2 d`. */
export const age = (since: string, now: Date): string => {
  const seconds = Math.max(0, (now.getTime() - new Date(since).getTime()) / 1000);
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
};

/** The table of `dlq list`. */
export const listTable = (letters: readonly ExplainedLetter[], now: Date): string =>
  table(
    [
      "ID",
      "TOPIC",
      { name: "EVENT", cut: "start", drop: 1 },
      { name: "SUBJECT", cut: "start", drop: 2 },

      "AGE",
      { name: "CONSUMER", drop: 3 },
      { name: "WHY", cut: "end" },
    ],
    letters.map((letter) => [
      letter.id,
      letter.topic,
      letter.eventId ?? "-",
      letter.subject ?? "-",
      age(letter.putAsideAt, now),
      letter.consumer ?? "-",
      letter.reason,
    ]),
  );

/** All of one dead letter. */
export const letterText = (letter: ExplainedLetter, payload: string): string => {
  const facts = Object.entries({
    id: letter.id,
    topic: letter.topic,
    event: letter.eventId ?? "-",
    type: letter.type ?? "-",
    subject: letter.subject ?? "-",
    published: letter.publishedAt ?? "-",
    "put aside": letter.putAsideAt,
    consumer: letter.consumer ?? "not known",
  });
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [...lines, "", letter.reason, "", pretty(payload)].join("\n");
};

const pretty = (payload: string): string => {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
};
