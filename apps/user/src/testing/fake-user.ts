import { newId, Session } from "@caravan/contracts";
import { scopeHeader, subjectHeader } from "@caravan/service-kit";
import * as v from "valibot";
import { createApp } from "../app.ts";
import type { Dependencies, Passwords } from "../dependencies.ts";
import { openTokens } from "../tokens/open-tokens.ts";
import { openSigningKeys } from "../tokens/signing-keys.ts";
import { fakeStores } from "./fake-stores.ts";
import { keySecret, makeSigningKey } from "./make-signing-key.ts";

/** Passwords without hashing; the work is counted. */
export const fakePasswords = () => {
  const done: ("hash" | "verify")[] = [];
  const passwords: Passwords = {
    async hash(password) {
      done.push("hash");
      return `hash of ${password}`;
    },
    async verify(stored, password) {
      done.push("verify");
      return { matches: stored === `hash of ${password}`, outdated: false };
    },
  };
  return { done, passwords };
};

/** The subject of the verified token. */
export type Who = Pick<Session, "subject" | "scopes"> | undefined;

/** The place of a sign-in. */
export interface Place {
  readonly address?: string;
  readonly deviceToken?: string | undefined;
}

const signingKey = keySecret(await makeSigningKey("test-key", "2026-01-01T00:00:00.000Z"));

/** The whole app over fakes, with a manual clock; single parts may be replaced. */
export const openFakeUser = async (parts: Partial<Dependencies> = {}) => {
  const clock = { time: Date.parse("2026-11-21T09:30:00.000Z") };
  const now = () => new Date(clock.time);
  const keys = await openSigningKeys(async () => signingKey, now);
  const { done, passwords } = fakePasswords();
  const stores = fakeStores();
  const app = createApp({
    app: "user",
    version: "v1",
    ...stores,
    passwords,
    tokens: openTokens({ keys, now, accessSeconds: 300 }),
    records: { orders: async () => [], shipments: async () => [] },
    publicKeys: keys.publicKeys,
    now,
    newId,
    accessSeconds: 300,
    refreshDays: 30,
    limits: { guestsPerHour: 1_000, signInsPerMinute: 1_000 },
    ...{ countRefusedAttempt: () => {}, countReuse: () => {}, countSignIn: () => {} },
    ...parts,
  });
  const send = (method: string, path: string, body?: unknown, who?: Who, headers: HeadersInit = {}) => {
    const sent = new Headers(headers);
    if (who !== undefined) {
      sent.set(subjectHeader, who.subject);
      sent.set(scopeHeader, who.scopes.join(" "));
    }
    if (body !== undefined) sent.set("content-type", "application/json");
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return app.request(path, { method, headers: sent, ...content });
  };
  const session = async (reply: Response) => v.parse(Session, await reply.json());
  return {
    app,
    ...stores,
    /** The work done on passwords so far, in order. */
    hashing: done,
    send,
    session,
    wait: (seconds: number) => {
      clock.time += seconds * 1000;
    },
    guest: async () => session(await send("POST", "/v1/guests")),
    signUp: async (email = "ada@example.com", password = "correct horse", who?: Who) =>
      session(await send("POST", "/v1/users", { email, password, name: "Ada" }, who)),
    signIn: (email: string, password: string, who?: Who, place: Place = {}) => {
      const headers = place.address === undefined ? {} : { "x-forwarded-for": place.address };
      const { deviceToken } = place;
      const body = { email, password, ...(deviceToken === undefined ? {} : { deviceToken }) };
      return send("POST", "/v1/sessions", body, who, headers);
    },
    refresh: (refreshToken: string) => send("POST", "/v1/sessions/refresh", { refreshToken }),
  };
};

/** Status and problem code, or `ok`. */
export const outcome = async (reply: Response): Promise<[number, string]> => {
  const body: unknown = await reply.json();
  return [reply.status, v.is(v.object({ code: v.string() }), body) ? body.code : "ok"];
};
