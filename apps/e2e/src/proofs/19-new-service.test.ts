import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RouteDefinition } from "@caravan/contracts";
import { type Probe, probesOf } from "@caravan/toolchain/ownership";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rows } from "../harness/databases.ts";
import { inPod } from "../harness/kubectl.ts";
import { metricsOf } from "../harness/metrics.ts";
import {
  type Copy,
  copyCheckout,
  credentialsIn,
  enterDatabase,
  shopImages,
  shopObjects,
  takeAway,
} from "../harness/new-service.ts";
import { caravan } from "../harness/shop.ts";
import { newAccountHolder, newShopper, type Reply, staffMember } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import {
  type Attempt,
  closedToOtherServices,
  closedToOthers,
  refusedWithBadToken,
  refusedWithoutToken,
} from "../ownership/checks.ts";
import { badTokens } from "../ownership/tokens.ts";

/** Milliseconds that `up` may take beside other work; a quiet machine needs a tenth. */
const busyMachine = 900_000;
const topics = ["hello.note-published.v1"];
const Note = v.object({ id: v.string(), status: v.string(), announcedAt: v.nullable(v.string()) });
const Route = v.custom<RouteDefinition>((it) => typeof it === "object" && it !== null && "access" in it);
const Contracts = v.object({ apis: v.object({ hello: v.record(v.string(), Route) }) });

let copy: Copy;
let before: string[];
let imagesBefore: string[];
let routes: readonly RouteDefinition[];
let probes: Readonly<Record<string, Probe>>;
let attempt: Attempt;
let noteId: string;

const noteIn = ({ status, text, json }: Reply, wanted: number) => {
  expect(status, text).toBe(wanted);
  return v.parse(Note, json());
};
const probeOf = ({ id }: RouteDefinition): Probe => probes[id] ?? { params: {} };
/** What a service is answered that calls hello by name, through its own sidecar. */
const callFrom = (app: string): Promise<unknown> =>
  inPod(
    `deploy/${app}`,
    `return (await fetch("http://127.0.0.1:3500/v1.0/invoke/hello/method/v1/hello/notes/${noteId}")).status;`,
  );

// It builds and brings up a service: part of `./caravan test --long`.
describe.runIf(process.env.CARAVAN_LONG === "1")("the template of a service (--long)", () => {
  beforeAll(async () => {
    await takeAway("hello", topics); // what an interrupted run left
    [before, imagesBefore] = await Promise.all([shopObjects(), shopImages()]);
    copy = await copyCheckout();
    await copy.caravan("new", "service", "hello");
    await copy.caravan("up");
    const contracts: unknown = await import(join(copy.root, "packages/contracts/src/apis.ts"));
    routes = Object.values(v.parse(Contracts, contracts).apis.hello);
    const other = await newAccountHolder();
    const victimId = other.session.subject;
    probes = probesOf(copy.root, "hello", {});
    attempt = {
      ...{ other, victimId, secrets: [], ids: [] },
      ...{ guest: await newShopper(), tokens: await badTokens() },
    };
  }, busyMachine);
  afterAll(() => copy?.remove());

  describe("a service that was made a minute ago, and told the shop nothing but its folder, contract and values", () => {
    it("changes no other service", async () => {
      expect(await shopImages()).toEqual(imagesBefore);
    });

    it("answers through the front door, and hears its event through the broker", async () => {
      const staff = await staffMember();
      const shopper = await newShopper();
      const path = "/v1/staff/hello/notes";
      noteId = noteIn(await staff.post(path, { text: "Closed on Sunday." }), 201).id;
      const shown = () => shopper.send("GET", `/v1/hello/notes/${noteId}`);
      expect((await shown()).status).toBe(404);
      noteIn(
        await staff.send("POST", `${path}/${noteId}/publication`, { headers: { "idempotency-key": noteId } }),
        200,
      );
      await until(
        "the event of the note has come",
        async () => noteIn(await shown(), 200).announcedAt ?? undefined,
      );
    });

    it("can be called by name by the service that its contract names, and by no other one", async () => {
      await until("the storefront reaches it", async () =>
        (await callFrom("storefront")) === 200 ? true : undefined,
      );
      expect(await callFrom("product")).not.toBe(200);
      await closedToOtherServices(
        "hello",
        routes.map((route) => ({ app: "hello", route })),
        probeOf,
      );
    });

    it("passes the ownership proof", async () => {
      expect(Object.keys(probes).sort()).toEqual(routes.map(({ id }) => id).sort());
      for (const route of routes)
        for (const check of [refusedWithoutToken, refusedWithBadToken, closedToOthers])
          await check(route, probeOf(route), attempt);
    });

    it("has a database that is its own", async () => {
      const own = await enterDatabase("hello", await credentialsIn("hello-database"));
      expect(await rows(own, "select id, status from notes")).toEqual([{ id: noteId, status: "published" }]);
      const denied = { code: expect.stringMatching(/ACCESS_DENIED|TABLEACCESS_DENIED/) };
      await expect(own.query("select * from `order`.orders")).rejects.toMatchObject(denied);
      await expect(own.query("drop table notes")).rejects.toMatchObject(denied);
      await own.end();
      const others = await enterDatabase("order", await credentialsIn("order-database"));
      await expect(others.query("select * from hello.notes")).rejects.toMatchObject(denied);
      await others.end();
    });

    it("shows its metrics, and stands in status and in Tilt's list", async () => {
      const metrics = await metricsOf("deploy/hello");
      expect(metrics).toContain('caravan_hello_notes_total{status="published"} 1');
      expect(metrics).toContain(
        'caravan_events_handled_total{topic="hello.note-published.v1",result="success"}',
      );
      expect(await copy.caravan("status")).toMatch(/\bhello\b/);
      // One resource per file; none is named there.
      const tiltfile = await readFile(join(copy.root, "Tiltfile"), "utf8");
      expect(tiltfile).toContain('listdir("charts/values")');
      expect(await readFile(join(copy.root, "charts/values/hello.yaml"), "utf8")).toContain("name: hello");
    });
  });

  describe("taken away again", () => {
    it(
      "leaves nothing behind: no object, no entry in what all share, no way into the database",
      async () => {
        const user = await credentialsIn("hello-database");
        await takeAway("hello", topics);
        await caravan("up");
        expect(await shopObjects()).toEqual(before);
        await expect(enterDatabase("hello", user)).rejects.toMatchObject({
          code: "ER_ACCESS_DENIED_ERROR",
        });
      },
      busyMachine,
    );
  });
});
