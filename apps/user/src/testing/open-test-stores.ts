import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase } from "@caravan/database/testing";
import { openStores } from "../database/open-stores.ts";
import * as schema from "../database/schema.ts";
import type { NewSession } from "../dependencies.ts";
import type { Account } from "../domain/account.ts";
import { startSession } from "../domain/session.ts";

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

let made = 0;

/** A session to be started, its token's hash counting up. */
export const makeSession = (subject: string): NewSession => {
  made += 1;
  return {
    session: startSession(newId("ses"), subject, start, 30),
    tokenHash: String(made).padStart(64, "0"),
  };
};

export const makeHash = (): string => makeSession("").tokenHash;
