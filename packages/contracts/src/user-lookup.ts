import * as v from "valibot";
import { Email } from "./email.ts";
import { UserId } from "./id.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText } from "./text.ts";

/** The accounts that one call may name. */
export const mostAccounts = 24;

/** Ids of accounts, joined by commas. */
const AccountList = v.pipe(
  OpaqueText(1000),
  v.transform((list) => list.split(",")),
  v.array(UserId),
  v.maxLength(mostAccounts, `must name at most ${mostAccounts} accounts`),
);

/** Which accounts there are, for those who give them something: ids only. */
export const userLookupRoutes = {
  findAccounts: defineRoute({
    id: "findAccounts",
    method: "GET",
    path: "/v1/accounts",
    summary: `Which of up to ${mostAccounts} accounts there are; unknown and erased ones are left out.`,
    access: "service",
    callers: ["promotion"],
    query: v.strictObject({ ids: AccountList }),
    success: { status: 200, body: v.object({ items: v.array(UserId) }) },
    refusals: [],
  }),
  /** By POST, so that no log of addresses holds an e-mail address. */
  lookUpAccount: defineRoute({
    id: "lookUpAccount",
    method: "POST",
    path: "/v1/staff/account-lookups",
    summary:
      "The id of the account with this e-mail address. The log notes who asked, and for which account.",
    access: "staff",
    body: v.strictObject({ email: Email }),
    success: { status: 200, body: v.object({ userId: UserId }) },
    refusals: ["user-unknown"],
  }),
} as const;
