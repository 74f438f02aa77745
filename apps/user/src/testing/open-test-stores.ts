import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase } from "@caravan/database/testing";
import { openStores, type Stores } from "../database/open-stores.ts";
import * as schema from "../database/schema.ts";
import type { NewSession } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { refresh, startSession } from "../domain/session.ts";
import {
  newRefreshToken,
  newSuccessorSalt,
  readRefreshToken,
  successorOf,
} from "../tokens/refresh-tokens.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

export const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** All stores over a fresh database of a real server. */
export const openTestStores = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  const { database, close } = test;
  return { database, close, ...openStores({ database, traceparent: () => traceparent }) };
};

export const start = new Date("2026-11-21T09:30:00.123Z");

export const makeAccount = (parts: Partial<Account> = {}): Account => {
  const id = newId("usr");
  return {
    id,
    email: `${id}@example.com`,
    name: "Ada “Lovelace” 🏕",
    passwordHash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
    grants: [],
    createdAt: start,
    ...parts,
  };
};

/** A session to be started, and its first token. */
export const makeSession = (subject: string): NewSession & { readonly token: string } => {
  const refreshToken = newRefreshToken();
  return {
    session: startSession(newId("ses"), subject, start, 30),
    refreshToken,
    token: refreshToken.token,
  };
};

/** Presents a refresh token: returns the outcome and the next token. */
export const showToken = async ({ sessions }: Pick<Stores, "sessions">, token: string, now = start) => {
  const renewal = { salt: newSuccessorSalt(), successorOf: (salt: string) => successorOf(token, salt) };
  const refreshed = await sessions.refresh(readRefreshToken(token), renewal, now, (held) =>
    refresh(held, now, 30),
  );
  if (refreshed === undefined) return { outcome: "unknown" as const, token: "" };
  const { decision } = refreshed;
  return decision.kind === "end"
    ? { outcome: decision.reason, token: "" }
    : {
        outcome: decision.kind,
        session: decision.session,
        token: "salt" in refreshed ? successorOf(token, refreshed.salt).token : "",
      };
};
