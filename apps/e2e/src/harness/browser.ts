import { overPool, type Reply } from "@caravan/buyer";
import { accessCookieName, refreshCookieName, type Session } from "@caravan/contracts";
import { nextAgent } from "./agents.ts";
import { shop } from "./shop.ts";

/** A browser without scripts: loads pages and submits their forms. */
export interface Browser {
  get(path: string): Promise<Reply>;
  /** Sends the fields of a form. */
  submit(path: string, fields: Readonly<Record<string, string>>): Promise<Reply>;
}

/** Opens a browser with the cookies of a session: of both, of its refresh token alone, or of none. */
export const openBrowser = async (cookies: Partial<Session> = {}): Promise<Browser> => {
  const [{ shop: origin }, agent] = await Promise.all([shop(), nextAgent()]);
  const transport = overPool(agent);
  const { accessToken, refreshToken } = cookies;
  const cookie = [
    ...(accessToken === undefined ? [] : [`${accessCookieName}=${accessToken}`]),
    ...(refreshToken === undefined ? [] : [`${refreshCookieName}=${refreshToken}`]),
  ].join("; ");
  const headers = { accept: "text/html", origin, ...(cookie === "" ? {} : { cookie }) };
  return {
    get: (path) => transport({ origin, method: "GET", path, headers }),
    submit: (path, fields) =>
      transport({
        ...{ origin, method: "POST", path, body: new URLSearchParams(fields).toString() },
        headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      }),
  };
};

/** The hidden fields of a page's forms. */
export const hiddenFields = (page: Reply): Record<string, string> =>
  Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
      ([, name = "", value = ""]) => [name, value],
    ),
  );
