import { fileURLToPath } from "node:url";

/** The folder with a migration that makes outbox, inbox and idempotency table, for tests that need no more. */
export const messagingMigrations: string = fileURLToPath(new URL("./migrations", import.meta.url));
