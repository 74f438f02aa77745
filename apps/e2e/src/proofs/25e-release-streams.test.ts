import { releaseRoutes } from "@caravan/contracts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk } from "../harness/release-desk.ts";
import { caravan } from "../harness/shop.ts";
import { type Shopper, staffMember } from "../harness/shopper.ts";
import { openStream, type Stream } from "../harness/stream.ts";
import { until } from "../harness/until.ts";

// The release manager itself has streams that any member of staff can open; its canary runs no release.
const app = "release";
const plan = `service: ${app}
cohorts: { customers: false }
steps:
  - { weight: 50, minimumRequests: 100000, maximumDuration: 30m }
`;

let manager: Shopper;
let desk: ReturnType<typeof openDesk>;
const streams: Stream[] = [];
const openOne = async (): Promise<Stream> => {
  const stream = await openStream(manager, releaseRoutes.followReleases.path);
  streams.push(stream);
  return stream;
};

beforeAll(async () => {
  manager = await staffMember();
  desk = openDesk(manager);
  await caravan("canary", app);
});
afterAll(async () => {
  for (const { close } of streams) close();
  await desk.freezeAll();
  await caravan("canary", app, "--off");
});

it("streams that stay on v2 after a way back are shown until they have moved: with its last pod they end, and come back to v1", async () => {
  const { id } = await desk.start({ service: app, image: `localhost/caravan/${app}:new`, plan });
  await desk.done(id, "start canary");
  await desk.wait(id, "v2 gets requests", ({ phase }) => phase === "observing");
  const onV2 = await until("some streams are on v2", async () => {
    const found = (await Promise.all([openOne(), openOne()])).filter(
      ({ servedBy }) => servedBy[app] === "v2",
    );
    return found.length > 0 ? found : undefined;
  });
  const all = () => streams.filter(({ servedBy }) => servedBy[app] === "v2").length;
  await desk.wait(id, "its looks count them", (release) => release.streams?.v2 === all(), 90);
  await desk.ask(id, "rollback");
  const { why } = await desk.wait(
    id,
    "it shows what is left",
    (release) => release.phase === "rolling back" && release.why.join().includes("still on v2"),
    90,
  );
  expect(why.join("\n")).toMatch(/\d+ streams? (is|are) still on v2, which gets no requests any more\./);
  console.log(why.join("\n"));
  await desk.done(id, "remove canary");
  await desk.wait(id, "it is rolled back", ({ phase }) => phase === "rolled back");
  expect((await desk.log(id)).some((line) => line.includes('"kind":"streams"'))).toBe(true);
  await caravan("canary", app, "--off");
  for (const { ended } of onV2) await ended;
  expect((await openOne()).servedBy).toMatchObject({ [app]: "v1" });
});
