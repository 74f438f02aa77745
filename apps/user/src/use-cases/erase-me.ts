import type { Dependencies } from "../dependencies.ts";
import { credentialsWrong } from "../domain/refusals.ts";
import { checkPassword } from "./check-password.ts";

/** Erases one's own account, here and, by an event, everywhere. */
export const eraseMe = async (
  dependencies: Dependencies,
  input: { readonly userId: string; readonly password: string },
): Promise<Record<string, never>> => {
  const { accounts, now } = dependencies;
  const account = await checkPassword(
    dependencies,
    `password:${input.userId}`,
    () => accounts.find(input.userId),
    input.password,
  );
  if (!(await accounts.erase(account, now()))) throw credentialsWrong();
  return {};
};
