import { fieldErrors } from "@caravan/contracts";
import { eventsByTopic } from "@caravan/contracts/events";
import type { DeadLetter, Group } from "@caravan/streams";
import * as v from "valibot";
import { eventKey, type HandlerError } from "./last-errors.ts";

/** Why an event is a dead letter, as far as known. */
export interface Explanation {
  /** The app that could not handle it, if known. */
  consumer: string | null;
  reason: string;
}

/** `daprd` gives no reason for a dead letter: the contract and the logs of the subscribers do. */
export const explain = (
  letter: DeadLetter,
  groups: readonly Group[],
  errors: ReadonlyMap<string, HandlerError>,
): Explanation => {
  const error = errors.get(eventKey(letter.topic, letter.event?.id));
  const [first, ...others] = groups.map(({ app }) => app);
  const consumer = error?.app ?? (others.length === 0 ? (first ?? null) : null);
  const fault = contractFault(letter);
  if (fault) return { consumer, reason: fault };
  if (error) return { consumer, reason: `${error.app} failed: ${error.message}` };
  if (!first)
    return { consumer, reason: `It fits its contract, and ${letter.topic} has no subscriber any more.` };
  const who = [first, ...others].join(" or ");
  return {
    consumer,
    reason: `It fits its contract: the handler of ${who} failed in every attempt, and its log no longer holds the reason.`,
  };
};

/** The fault of the event itself; undefined when it fits its contract. */
const contractFault = ({ topic, event }: DeadLetter): string | undefined => {
  if (!event) return "It is not a CloudEvent.";
  const contract = eventsByTopic().get(topic);
  if (!contract) return `This checkout knows no event ${topic}.`;
  const data = v.safeParse(contract.data, event.data);
  if (data.success) return undefined;
  const issues = fieldErrors(data.issues).map(({ field, detail }) => `${field}: ${detail}`);
  return `Its data does not fit the contract: ${issues.slice(0, 3).join("; ")}${issues.length > 3 ? "; …" : ""}`;
};
