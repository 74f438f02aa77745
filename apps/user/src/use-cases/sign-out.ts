import type { Dependencies } from "../dependencies.ts";

/** Ends the session of a token, if there still is one. */
export const signOut = async (
  { sessions, tokens }: Dependencies,
  refreshToken: string,
): Promise<Record<string, never>> => {
  await sessions.end(tokens.readRefreshToken(refreshToken));
  return {};
};
