import { existsSync } from "node:fs";
import * as v from "valibot";
import { expect, it } from "vitest";
import { deployedApps, isPartner, root } from "./manifests.ts";
import { Subscription } from "./subscriptions.ts";

const Event = v.looseObject({ topic: v.string(), data: v.unknown() });

/** The topics of the events an app publishes: those its contract defines. */
const publishes = async (app: string): Promise<string[]> => {
  const file = `${root}/packages/contracts/src/${app}.ts`;
  if (!existsSync(file)) return [];
  const contract: Record<string, unknown> = await import(file);
  return Object.values(contract).flatMap((one) => (v.is(Event, one) ? [one.topic] : []));
};

/** What an app hears, and where it puts what it cannot handle. */
const hears = async (app: string): Promise<Subscription[]> => {
  if (!existsSync(`${root}/apps/${app}/src/subscriptions`)) return [];
  const { createSubscriptions } = await import(`${root}/apps/${app}/src/app.ts`);
  const reply: Response = await createSubscriptions({}, { enabled: true }).request("/dapr/subscribe");
  return v.parse(v.array(Subscription), await reply.json());
};

it.each(deployedApps().filter((app) => !isPartner(app)))(
  "the chart lets %s publish what its contract defines and hear what its code subscribes to (`vitest --update` writes it)",
  async (app) => {
    const heard = await hears(app);
    const topics = {
      publishes: (await publishes(app)).sort(),
      hears: heard.map(({ topic }) => topic).sort(),
      deadLetters: heard.flatMap(({ deadLetterTopic }) => deadLetterTopic ?? []).sort(),
    };
    await expect(`${JSON.stringify(topics, undefined, 2)}\n`).toMatchFileSnapshot(
      `${root}/components/topics/${app}.json`,
    );
  },
);
