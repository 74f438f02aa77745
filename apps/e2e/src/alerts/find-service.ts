import { routesOf } from "@caravan/contracts/apis";

/** A message as a group shows it. */
export interface Message {
  readonly title: string;
}

/** Alerts that are about the service itself, and never about what it calls. */
const itsOwn = ["ContainerOutOfMemory", "MemoryNearLimit", "RestartLoop", "ServiceDown"];
/** Alerts that a callee's fault fires for its callers too. */
const ofReplies = ["ServiceFails", "ServiceSlow"];

const calls = (caller: string, callee: string): boolean =>
  routesOf(callee).some(({ callers = [] }) => callers.includes(caller));

/**
 * Finds the service that a fault is in from the messages alone: from their titles, which name alert and app. A fault of an app's own says
 * more than failing or slow replies, which may be those of a callee: of the apps that these name it is the one that calls no other of them.
 */
export const findService = (messages: readonly Message[]): string | undefined => {
  const replying = appsOf(messages, ofReplies);
  return (
    sureOf(messages) ??
    replying.find((app) => !replying.some((other) => other !== app && calls(app, other))) ??
    replying[0]
  );
};

/** The service that an alert is about which no fault of a callee fires. */
export const sureOf = (messages: readonly Message[]): string | undefined => appsOf(messages, itsOwn)[0];

const appsOf = (messages: readonly Message[], alerts: readonly string[]): readonly string[] => [
  ...new Set(
    messages.flatMap(({ title }) => {
      const [, alert = "", app] = /FIRING.*: (\S+) \((\S+)\)/.exec(title) ?? [];
      return app !== undefined && alerts.includes(alert) ? [app] : [];
    }),
  ),
];
