import { counter, gauge } from "@caravan/service-kit";

const signIns = counter("caravan_sign_ins_total", "Attempts to sign in: `done`, or the refusal's code.", [
  "outcome",
]);

const refreshReuses = counter(
  "caravan_refresh_token_reuses_total",
  "Sessions ended because a refresh token was reused after its successor was used.",
);

const refusedAttempts = counter(
  "caravan_attempts_refused_total",
  "Attempts refused, by limit: `guests` and `address` of a network address, `place` of an account and a place, `account` of all places.",
  ["limit"],
);
export const countSignIn = (outcome: string): void => signIns.inc({ outcome });

export const countReuse = (): void => refreshReuses.inc();

export const countRefusedAttempt = (limit: string): void => refusedAttempts.inc({ limit });

const waitingPasswords = gauge("caravan_passwords_waiting", "Passwords that wait to be hashed.");
export const showWaitingPasswords = (count: number): void => waitingPasswords.set(count);

const tableRows = gauge("caravan_table_rows", "Rows of each table, as the database server estimates them.", [
  "table",
]);
export const showTableRows = (rows: ReadonlyMap<string, number>): void => {
  for (const [table, count] of rows) tableRows.set({ table }, count);
};
