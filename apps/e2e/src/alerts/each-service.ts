import { readNow } from "@caravan/observability";
import * as v from "valibot";
import { freeze } from "../harness/freeze.ts";
import { podsOf, rolledOut } from "../harness/kubectl.ts";
import { plant } from "../harness/planted.ts";
import { caravan } from "../harness/shop.ts";
import { until } from "../harness/until.ts";
import { asked } from "./asking.ts";
import type { Chat } from "./chat.ts";
import { findService, sureOf } from "./find-service.ts";
import { replace } from "./platform.ts";

/** Puts a fault into a service. Returns how to end it. */
type Inflict = (app: string) => Promise<() => Promise<unknown>>;

/** The four ways in which a service is made faulty. */
export const kinds: Readonly<Record<string, Inflict>> = {
  slow: (app) => plant("slow", app),
  failing: (app) => plant("failing", app),
  leaking: async (app) => {
    await plant("leaking", app);
    return () => replace(app);
  },
  stuck: async (app) => {
    const [pod = ""] = await podsOf(app);
    const thaw = await freeze(pod, app);
    return async () => {
      thaw();
      await rolledOut(app);
    };
  },
};

const Addresses = v.object({ metrics: v.string(), alerts: v.string(), logs: v.string(), traces: v.string() });

/** Waits until no alert of a service fires: no message of an earlier fault comes any more. */
export const untilQuiet = async (): Promise<void> => {
  const addresses = v.parse(Addresses, JSON.parse((await caravan("observe", "--json")).stdout));
  const ask = async () => {
    const { firing } = await readNow(addresses);
    const ofServices = firing.filter(({ about }) => asked.includes(about.app ?? ""));
    if (ofServices.length > 0) throw new Error(ofServices.map(({ name }) => name).join(", "));
    return true as const;
  };
  await until("no alert of a service fires", ask, 600);
};

/**
 * How long messages are gathered after the first one, unless one leaves no doubt: callers of a frozen pod fail after half a minute, and
 * that it serves no more is told a quarter of a minute later, once its readiness has failed.
 */
const gatheredSeconds = 40;

/** Makes a service faulty. Returns the one that is found by what the group is told, and after which time. */
export const findFaulty = async (
  chat: Chat,
  app: string,
  kind: string,
  inflict: Inflict,
): Promise<{ found: string | undefined; afterSeconds: number }> => {
  const begin = new Date();
  const end = await inflict(app);
  try {
    const first = await until(
      `the group is told of ${kind} ${app}`,
      async () => chat.messages(begin).find((message) => findService([message]) !== undefined)?.at,
      240,
    );
    await until("no doubt is left, or the messages were gathered", async () => {
      const isOver = Date.now() - first.getTime() > gatheredSeconds * 1_000;
      return isOver || sureOf(chat.messages(begin)) !== undefined ? true : undefined;
    });
    return {
      found: findService(chat.messages(begin)),
      afterSeconds: Math.round((Date.now() - begin.getTime()) / 1000),
    };
  } finally {
    await end();
  }
};
