import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asked, keepAsking } from "../alerts/asking.ts";
import { type Chat, openChat } from "../alerts/chat.ts";
import { findFaulty, kinds, untilQuiet } from "../alerts/each-service.ts";

const rounds = asked.flatMap((app) =>
  Object.entries(kinds).map(([kind, inflict]) => ({ app, kind, inflict })),
);

// An hour: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("from what the group is told alone", () => {
  let chat: Chat;
  let stopAsking: () => Promise<unknown>;
  beforeAll(async () => {
    chat = await openChat();
    stopAsking = await keepAsking();
  });
  afterAll(async () => {
    await stopAsking();
    await chat.close();
  });

  it.each(rounds)(
    "a script finds $app when it is $kind",
    async ({ app, kind, inflict }) => {
      await untilQuiet();
      const { found, afterSeconds } = await findFaulty(chat, app, kind, inflict);
      // A long run is followed while it goes on.
      console.log(`${app} is ${kind}: the messages name ${found}, after ${afterSeconds} s`);
      expect(found).toBe(app);
    },
    900_000,
  );
});
