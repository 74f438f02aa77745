import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { honestBank, newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { callbacksTable, openCallbackSender, planCallback } from "@caravan/partner";
import { isSigned, signBody } from "@caravan/service-kit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openIntents } from "./database/intents.ts";
import * as schema from "./database/schema.ts";
import { transition } from "./domain/intent.ts";
import { asked } from "./testing/fake-bank.ts";

const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
});
afterAll(() => test.close());

it("a committed change reaches the merchant in a body with a signature that service-kit accepts", async () => {
  const got: { body: string; signature: string | undefined }[] = [];
  const merchant = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const signature = request.headers["bank-signature"];
    got.push({ body: Buffer.concat(chunks).toString(), signature: String(signature) });
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(merchant, "listening");
  const now = () => new Date();
  const sender = openCallbackSender({
    database: test.database,
    header: "bank-signature",
    sign: (body, at) => signBody("the callbacks' secret", body, at),
    now,
    log: { warn: () => {} },
  });
  const callbackUrl = `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/v1/callbacks/bank`;
  const intents = openIntents({ database: test.database, send: sender.send });
  const id = newId("int");
  const fresh = {
    status: "created",
    capturedCents: 0,
    refundedCents: 0,
    declineReason: null,
    declinedCards: 0,
    description: null,
  } as const;
  await intents.create({ ...asked, ...fresh, id, callbackUrl, createdAt: now() });
  await intents.change(
    id,
    (intent, refunds) => ({
      ...transition(intent, refunds, { step: "authorise" }),
      callbacks: planCallback(
        { key: id, url: callbackUrl, body: '{"type":"intent.authorised"}' },
        honestBank,
        now(),
      ),
    }),
    now(),
  );
  await sender.settled();
  merchant.close();
  merchant.closeAllConnections();
  const [only] = got;
  expect([got.length, only?.body]).toEqual([1, '{"type":"intent.authorised"}']);
  expect(isSigned("the callbacks' secret", only?.body ?? "", only?.signature, now())).toBe(true);
  expect(isSigned("another secret", only?.body ?? "", only?.signature, now())).toBe(false);
  expect(await test.database.drizzle.select().from(callbacksTable)).toEqual([]);
});
