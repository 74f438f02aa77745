import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Chat, openChat } from "../alerts/chat.ts";
import { openDesk } from "../harness/release-desk.ts";
import { caravan } from "../harness/shop.ts";
import { staffMember } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const plan = `service: product
notifications: [{ receiver: wecom, on: [started, held, rolling back, rolled back] }]
steps:
  - { weight: 10, minimumRequests: 100000, maximumDuration: 30m }
`;

describe.runIf(process.env.CARAVAN_LONG === "1")("the group that a plan names (--long)", () => {
  let chat: Chat;
  let desk: ReturnType<typeof openDesk>;
  beforeAll(async () => {
    chat = await openChat();
    desk = openDesk(await staffMember());
    await caravan("canary", "product");
  });
  afterAll(async () => {
    await desk.freezeAll();
    await caravan("canary", "product", "--off");
    await chat.close();
  });

  it("is told once each of a release's begin, hold, way back and end, with the reason, and of nothing else", async () => {
    const begin = new Date();
    const told = () => chat.messages(begin).filter(({ title }) => title.includes("release 发布 product"));
    const titled = (occasion: string) =>
      until(`the group is told: ${occasion}`, async () =>
        told().find(({ title }) => title.includes(`product: ${occasion}`)),
      );
    const { id } = await desk.start({ service: "product", image: "localhost/caravan/product:new", plan });
    await desk.done(id, "start canary");
    await desk.wait(id, "v2 gets requests", ({ phase }) => phase === "observing");
    await titled("started");
    await desk.ask(id, "hold");
    const held = await titled("held");
    expect(held.text).toContain("a proof");
    expect(held.text).toContain(`/releases/${id}`);
    await desk.ask(id, "rollback");
    await titled("rolling back");
    await desk.done(id, "remove canary");
    await titled("rolled back");
    expect(told().length).toBe(4);
  });
});
