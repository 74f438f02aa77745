import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asked, keepAsking } from "../alerts/asking.ts";
import { type Chat, openChat } from "../alerts/chat.ts";
import { type Found, findFaulty, kinds, untilQuiet } from "../alerts/each-service.ts";

const rounds = asked.flatMap((app) =>
  Object.entries(kinds).map(([kind, inflict]) => ({ app, kind, inflict })),
);

// An hour: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("from what the group is told alone", () => {
  const all: Found[] = [];
  let chat: Chat;
  let stopAsking: () => Promise<unknown>;
  beforeAll(async () => {
    chat = await openChat();
    stopAsking = await keepAsking();
  });
  afterAll(async () => {
    await stopAsking();
    await chat.close();
    for (const { app, kind, found, afterSeconds } of all)
      console.log(`${app} is ${kind}: the messages name ${found}, after ${afterSeconds} s`);
  });

  it.each(rounds)(
    "a script finds $app when it is $kind",
    async ({ app, kind, inflict }) => {
      await untilQuiet();
      const one = await findFaulty(chat, app, kind, inflict);
      all.push(one);
      expect(one.found).toBe(app);
    },
    900_000,
  );
});
