import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { newId, SaleEntry, SaleFile, type SaleTerms } from "@caravan/contracts";
import { openTestDatabase } from "@caravan/database/testing";
import { proofOfWork } from "@caravan/flash-admission";
import { startFlashRedis } from "@caravan/flash-admission/testing";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp, createSubscriptions } from "../app.ts";
import * as schema from "../database/schema.ts";
import type { Dependencies } from "../dependencies.ts";
import { openParts } from "../open-parts.ts";
import { advanceTickets } from "../use-cases/advance-tickets.ts";
import { createKeeper } from "../use-cases/keep-sales.ts";
import { fakePartners } from "./fake-partners.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Terms that a test leaves out. */
export type SomeTerms = Partial<v.InferInput<typeof SaleTerms>>;

export const address = {
  name: "Mei Lin",
  street: "Kade 1",
  postalCode: "1011 AB",
  city: "Amsterdam",
  country: "NL",
} as const;

/** The app over a real database and a real Redis; order and inventory are fakes. */
export const openRealShop = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  const server = await startFlashRedis();
  const partners = fakePartners();
  const faults: unknown[] = [];
  const log = { error: (fields: object) => void faults.push(fields), info: () => undefined };
  const counted: string[] = [];
  const now = () => new Date();
  const parts = openParts({ database: test.database, redis: server.redis, now, log, mostStreams: 5 });
  const dependencies: Dependencies = {
    ...{ app: "flash", version: "v1", now, log, random: () => 0 },
    ...parts,
    // Each test sees its own changes at once.
    currentSale: async (id) => (await parts.sales.find(id)) ?? parts.currentSale(id),
    newSecret: randomUUID,
    orders: partners.orders,
    inventory: partners.inventory,
    fairness: { lateSeconds: 0, challenge: proofOfWork },
    countDecision: (kind) => void counted.push(kind),
    countRebuild: (kind) => void counted.push(`rebuild ${kind}`),
    countDifference: () => void counted.push("difference"),
    countTicketStep: () => undefined,
  };
  const app = createApp(dependencies);
  const events = createSubscriptions(dependencies, { enabled: true });
  const keeper = createKeeper(dependencies, { name: "a test", leaseSeconds: 60 });

  const send = (method: string, path: string, who: string | undefined, body?: object, key?: string) =>
    app.request(path, {
      method,
      headers: {
        "content-type": "application/json",
        ...(who !== undefined && {
          [subjectHeader]: who,
          [scopeHeader]: who === staff ? "shopper staff" : "shopper",
        }),
        ...(key !== undefined && { "idempotency-key": key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const staff = newId("usr");
  const command = async (saleId: string, path: string) =>
    send("POST", `/v1/staff/sales/${saleId}/${path}`, staff, { reason: "a test" }, randomUUID());
  const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

  return {
    ...{ test, server, partners, dependencies, app, keeper, faults, counted, send, staff, command, soon },
    watching: parts.watching,
    advance: () => advanceTickets(dependencies),
    /** A draft; open since a second and for an hour, unless the test says otherwise. */
    async draft(terms: SomeTerms = {}): Promise<SaleFile> {
      const price = { amountCents: 990, currency: "EUR" } as const;
      const window = { opensAt: soon(-1), endsAt: soon(3600), lotMilliseconds: 0 };
      const all = { sku: "CAR-0001", price, pieces: 10, ...window, ...terms };
      const reply = await send(
        "POST",
        "/v1/staff/sales",
        staff,
        { terms: all, reason: "a test" },
        randomUUID(),
      );
      if (reply.status !== 201) throw new Error(await reply.text());
      return v.parse(SaleFile, await reply.json());
    },
    /** A sale that is announced, and filled when it opens within a minute. */
    async open(terms: SomeTerms = {}): Promise<SaleFile> {
      const { id } = await this.draft(terms);
      const reply = await command(id, "schedule");
      if (reply.status !== 200) throw new Error(await reply.text());
      return v.parse(SaleFile, await reply.json());
    },
    /** A shopper who takes part, and their token. */
    async join(saleId: string, who: string = newId("gst")): Promise<{ who: string; token: string }> {
      const reply = await send("PUT", `/v1/sales/${saleId}/entry`, who, { deliverTo: address }, randomUUID());
      if (reply.status !== 200) throw new Error(await reply.text());
      const { token } = v.parse(SaleEntry, await reply.json());
      return { who, token };
    },
    ask: (
      { who, token, key = who }: { who: string; token: string; key?: string },
      saleId: string,
      answer = "",
    ) => send("POST", `/v1/sales/${saleId}/asks`, who, { token, answer }, key),
    watch: (who: string, saleId: string) => send("GET", `/v1/sales/${saleId}/watch`, who),
    place: (who: string, saleId: string) => send("GET", `/v1/sales/${saleId}/place`, who),
    /** Delivers an event, as daprd does. */
    tell: async (topic: string, data: object, id: string = randomUUID()) =>
      (
        await events.request(`/events/${topic}`, {
          method: "POST",
          body: JSON.stringify({ specversion: "1.0", id, source: "/caravan/order", type: topic, data }),
        })
      ).json(),
    async close() {
      await server.stop();
      await test.close();
    },
  };
};
export type RealShop = Awaited<ReturnType<typeof openRealShop>>;
