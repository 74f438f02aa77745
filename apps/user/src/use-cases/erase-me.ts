import type { Dependencies } from "../dependencies.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { checkOwnPassword } from "./check-own-password.ts";
import type { TypedPassword } from "./check-password.ts";

/** Erases the caller's account, here and, by an event, in all services. */
export const eraseMe = async (
  dependencies: Dependencies,
  { userId, ...typed }: TypedPassword & { readonly userId: string },
): Promise<Record<string, never>> => {
  const { accounts, now } = dependencies;
  const account = await checkOwnPassword(dependencies, userId, typed);
  if (!(await accounts.erase(account, now()))) throw credentialsWrong();
  return {};
};
