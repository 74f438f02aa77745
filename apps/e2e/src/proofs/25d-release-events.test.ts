import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { plant } from "../harness/planted.ts";
import { openDesk } from "../harness/release-desk.ts";
import { caravan } from "../harness/shop.ts";
import { staffMember } from "../harness/shopper.ts";
import { buyOne, startTrickle, type Trickle } from "../harness/trickle.ts";

let desk: ReturnType<typeof openDesk>;
let trickle: Trickle;

// The judge needs minutes of traffic.
describe.runIf(process.env.CARAVAN_LONG === "1")("a release of order, which hears events (--long)", () => {
  beforeAll(async () => {
    desk = openDesk(await staffMember());
    await caravan("canary", "order");
    trickle = await startTrickle({ lanes: 6, pauseMilliseconds: 100, visits: [buyOne] });
  }, 300_000);
  afterAll(async () => {
    await trickle?.stop();
    await desk.freezeAll();
    await caravan("canary", "order", "--off");
  }, 300_000);

  it("whose new version fails on events alone is taken back because of errors, and every order comes to its end", async () => {
    await plant("failing-on-events", "order", "v2");
    const { id } = await desk.start({
      service: "order",
      image: "localhost/caravan/order:new",
      plan: "service: order\nsteps:\n  - { weight: 30, minimumRequests: 1000, maximumDuration: 15m }\nafter: 1m\n",
    });
    await desk.done(id, "start canary");
    const { why } = await desk.wait(id, "it goes back", ({ phase }) => phase === "rolling back", 600);
    const [failed, sent] = [trickle.failures.length, trickle.sent];
    console.log(`${why.join("\n")}\n${failed} of ${sent} requests failed`);
    expect(why.join(" ")).toContain("because of errors");
    expect(failed).toBe(0);
    await desk.done(id, "remove canary");
    await desk.wait(id, "it is rolled back", ({ phase }) => phase === "rolled back");
    await trickle.stop();
    await expectCleanBooks(300);
  }, 1_200_000);
});
