import { Email, userLookupRoutes } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { InvalidArgumentError } from "commander";
import * as v from "valibot";
import type { StaffApi } from "../staff/staff-api.ts";

/** Parses an e-mail address. */
export const emailOf = (text: string): string => {
  const parsed = v.safeParse(Email, text);
  if (parsed.success) return parsed.output;
  throw new InvalidArgumentError("It must be an e-mail address such as ada@example.com.");
};

/** The ids of the accounts with these e-mail addresses. @throws Trouble that names the address without an account */
export const idsOf = async (api: StaffApi, emails: readonly string[]): Promise<string[]> => {
  const ids = [];
  for (const email of emails) {
    const { userId } = await api
      .call(userLookupRoutes.lookUpAccount, { body: { email } })
      .catch((error: unknown) => {
        throw error instanceof Trouble ? new Trouble(`${email}: ${error.message}`, error.remedies) : error;
      });
    ids.push(userId);
  }
  return ids;
};
