import type { Kube } from "@caravan/cluster";
import { namespaces } from "@caravan/toolchain";
import * as v from "valibot";

/** Why an app last failed to handle an event. */
export interface HandlerError {
  app: string;
  message: string;
}

const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    msg: v.literal("an event was not handled"),
    topic: v.string(),
    event: v.optional(v.string()),
    err: v.optional(v.object({ message: v.string() })),
  }),
);

/** How far back each pod's log is read. */
const tailLines = 5000;

/** The key of an event in {@link lastErrors}; malformed ones have no id. */
export const eventKey = (topic: string, eventId: string | undefined): string => `${topic} ${eventId ?? ""}`;

/** Errors of apps for events that they could not handle, as far as their logs still hold them. */
export const lastErrors = async (kube: Kube, apps: readonly string[]): Promise<Map<string, HandlerError>> => {
  const errors = new Map<string, HandlerError>();
  for (const app of apps) {
    const select = [
      "-n",
      namespaces.shop,
      "logs",
      "-l",
      `app=${app}`,
      "-c",
      app,
      "--tail",
      String(tailLines),
    ];
    const text = await kube.kubectl(select).catch(() => "");
    for (const [key, error] of errorsIn(text, app)) errors.set(key, error);
  }
  return errors;
};

/** The errors in an app's log, the last of each event. */
export const errorsIn = (log: string, app: string): Map<string, HandlerError> => {
  const errors = new Map<string, HandlerError>();
  for (const text of log.split("\n")) {
    const line = v.safeParse(Line, text);
    if (!line.success) continue;
    const { topic, event, err } = line.output;
    errors.set(eventKey(topic, event), { app, message: err?.message ?? "no reason was logged" });
  }
  return errors;
};
