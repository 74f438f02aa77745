import { eventsByTopic } from "@caravan/contracts/events";
import { type Entry, entries, type Group, groupsOf, writtenAt } from "@caravan/streams";
import type { Redis } from "ioredis";
import * as v from "valibot";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";

/** Most events named per group; a backlog is shown by its oldest. */
const most = 100;

const Pending = v.array(v.tuple([v.string(), v.string(), v.number(), v.number()]));

const unacknowledged = async (
  redis: Redis,
  topic: string,
  { app }: Group,
  before: Date,
): Promise<Fault[]> => {
  const pending = v.parse(Pending, await redis.xpending(topic, app, "-", upTo(before), most));
  const faults: Fault[] = [];
  for (const [id, , , deliveries] of pending) {
    const [entry] = await entries(redis, topic, id, id, 1);
    if (entry) faults.push(fault(topic, app, entry, `was delivered ${deliveries}× and not acknowledged`));
  }
  return faults;
};

const undelivered = async (
  redis: Redis,
  topic: string,
  { app, lastDeliveredId }: Group,
  before: Date,
): Promise<Fault[]> => {
  const waiting = await entries(redis, topic, `(${lastDeliveredId}`, upTo(before), most);
  return waiting.map((entry) => fault(topic, app, entry, "was not delivered"));
};

const fault = (topic: string, app: string, { id, fields }: Entry, what: string): Fault => {
  const event = v.safeParse(Named, fields.data);
  const name = event.success ? event.output.id : id;
  return {
    id: `${app} ${name}`,
    sentence: `${topic} ${name}, published at ${writtenAt(id).toISOString()}, ${what} to ${app}.`,
  };
};

/** Every subscriber has applied every event: nothing is undelivered, and nothing delivered but not acknowledged. */
export const streams = {
  name: "every published event is applied in time",
  async run({ redis }: Pick<Sources, "redis">, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const topic of eventsByTopic().keys())
      for (const group of await groupsOf(redis, topic)) {
        faults.push(...(await unacknowledged(redis, topic, group, before)));
        faults.push(...(await undelivered(redis, topic, group, before)));
      }
    return faults;
  },
} satisfies Check;

/** Ids of entries begin with the milliseconds of their writing, so "before" is a range of ids. */
const upTo = (before: Date): string => String(before.getTime());

const Named = v.pipe(v.string(), v.parseJson(), v.object({ id: v.string() }));
