import { BankCallback, type BankMisbehaviour, honestBank, newId } from "@caravan/contracts";
import { openRequestFaults } from "@caravan/partner";
import * as v from "valibot";
import { createApi, createPages } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import { failRefunds } from "../use-cases/fail-refunds.ts";
import { fakeIntents } from "./fake-intents.ts";

const apiKey = "key-of-the-merchant";

/** The whole app over fakes, at noon. */
export const openFakeBank = (misbehaviour: Partial<BankMisbehaviour> = {}) => {
  const { store, callbacks } = fakeIntents();
  let settings = { ...honestBank, ...misbehaviour };
  let clock = new Date("2026-11-25T12:00:00.000Z");
  const silences: AbortSignal[] = [];
  const dependencies: Dependencies = {
    app: "bank",
    version: "v1",
    apiKey,
    merchantName: "Caravan",
    publicOrigin: "https://bank.test",
    intents: store,
    misbehaviour: {
      get: async () => settings,
      set: async (value) => {
        settings = value;
      },
    },
    faults: openRequestFaults({
      misbehaviour: async () => settings,
      silence: async (caller) => void silences.push(caller),
    }),
    now: () => clock,
    newId,
    count: () => {},
  };
  const api = createApi(dependencies);
  const pages = createPages(dependencies);
  const send = (method: string, path: string, body: unknown, key: string) =>
    api.request(path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    api,
    pages,
    silences,
    post: (path: string, body?: unknown, key = "key") => send("POST", path, body, key),
    put: (path: string, body: unknown) => send("PUT", path, body, "key"),
    get: (path: string) => send("GET", path, undefined, "key"),
    /** The shopper's input on the page. */
    submit: (intentId: string, fields: Record<string, string>) =>
      pages.request(`/pay/${intentId}`, { method: "POST", body: new URLSearchParams(fields) }),
    told: () => callbacks.map(({ body }) => v.parse(BankCallback, JSON.parse(body))),
    callbacks,
    work: () => failRefunds(dependencies),
    setClock: (time: string) => {
      clock = new Date(time);
    },
  };
};

export const asked = {
  merchantReference: "pay_1",
  amountCents: 12_345,
  currency: "EUR",
  description: "Order 7",
  returnUrl: "https://shop.test/orders/1",
  callbackUrl: "https://shop.test/v1/callbacks/bank",
};

/** A card with that number that is otherwise valid. */
export const card = (number: string): Record<string, string> => ({
  action: "pay",
  "card-number": number,
  "card-expiry": "09/28",
  "card-security-code": "123",
});
