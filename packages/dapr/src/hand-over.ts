import {
  type CloudEvent,
  cohortHeader,
  cohortOf,
  cohortOfOrder,
  GuestId,
  handedOverPath,
  UserId,
} from "@caravan/contracts";
import { orderIdOf } from "@caravan/tracing";
import Pool from "undici/lib/dispatcher/pool.js";
import * as v from "valibot";
import { exchange } from "./exchange.ts";
import { canaryHost, findHost } from "./find-canary.ts";

/** Longer than a handler may take there (`deliverySeconds`), shorter than daprd waits here. */
const handOverMilliseconds = 3_750;
/** daprd delivers 32 at a time (components/templates/pubsub.yaml). */
const connectionsAtMost = 32;
/** Events that came back and are not finished yet. The oldest is forgotten first, and may be handed over once more. */
const mostReturned = 10_000;

const Answer = v.pipe(v.string(), v.parseJson(), v.object({ status: v.literal("SUCCESS") }));

const Person = v.union([v.object({ userId: UserId }), v.object({ guestId: GuestId })]);

/** The cohort of the customer whose order an event is about, or who it is about. */
const cohortOfEvent = ({ data }: CloudEvent): Record<string, string> => {
  const orderId = orderIdOf(data);
  if (orderId !== undefined) return { [cohortHeader]: cohortOfOrder(orderId) };
  const person = v.safeParse(Person, data);
  const id = person.success ? Object.values(person.output)[0] : undefined;
  return id === undefined ? {} : { [cohortHeader]: cohortOf(id) };
};

/** Gives events to the version that the mesh chooses, this one included. */
export interface HandOver {
  /** Whether it is this event's turn: there is a canary, and the event has not come back before. */
  readonly isOpenTo: (topic: string, event: CloudEvent) => Promise<boolean>;
  /** Resolves when the event was handled. @throws Error when it was not: from then on it is not handed over again */
  readonly give: (topic: string, event: CloudEvent, text: string) => Promise<void>;
  /** The event is finished here. */
  readonly finished: (topic: string, event: CloudEvent) => void;
}

/**
 * The way of an event through the mesh, by which its weights decide over events as well. What does not succeed there, for
 * any reason, comes back, and this version handles it: a canary can lose no event, and no word of its is final.
 *
 * @param meshUrl the app's own address in the mesh, such as `http://order.shop.svc.cluster.local:8080`
 * @param hasCanary whether there is another version
 */
export const openHandOver = (
  meshUrl: string,
  hasCanary: () => Promise<boolean> = findHost(canaryHost(new URL(meshUrl).hostname)),
): HandOver => {
  const pool = new Pool(meshUrl, { connections: connectionsAtMost, headersTimeout: 0, bodyTimeout: 0 });
  const returned = new Set<string>();
  const keyOf = (topic: string, { id }: CloudEvent) => `${topic} ${id}`;
  return {
    isOpenTo: async (topic, event) => !returned.has(keyOf(topic, event)) && (await hasCanary()),
    async give(topic, event, text) {
      try {
        const request = {
          ...{ method: "POST", path: `${handedOverPath}${topic}`, body: text },
          headers: { "content-type": "application/cloudevents+json", ...cohortOfEvent(event) },
        } as const;
        const { status, body } = await exchange(pool, request, handOverMilliseconds);
        if (status !== 200 || !v.is(Answer, body)) throw new Error(`status ${status}: ${body.slice(0, 200)}`);
      } catch (cause) {
        if (returned.size >= mostReturned)
          for (const oldest of [...returned].slice(0, 1)) returned.delete(oldest);
        returned.add(keyOf(topic, event));
        throw new Error("it was handed over and came back", { cause });
      }
    },
    finished: (topic, event) => void returned.delete(keyOf(topic, event)),
  };
};
