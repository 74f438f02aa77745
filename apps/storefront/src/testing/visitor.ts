import { accessCookieName } from "@caravan/contracts";
import { type Router, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { subjectOf } from "./behind.ts";

export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly bytes: Uint8Array;
  /** The redirect's location. */
  readonly location: string;
}

/**
 * A browser and the mesh in front of the shop: keeps cookies, sends the origin of forms, accepts HTML; the claims of
 * the access token arrive as headers.
 */
export class Visitor {
  private readonly router: Router;
  readonly cookies = new Map<string, string>();
  /** Sent before its own ones: cookies that another site of the same domain set. */
  foreignCookies: readonly string[] = [];

  constructor(router: Router) {
    this.router = router;
  }

  /** Another tab of the same browser, with its current cookies. */
  tab(): Visitor {
    const tab = new Visitor(this.router);
    for (const [name, value] of this.cookies) tab.cookies.set(name, value);
    return tab;
  }

  get subject(): string | undefined {
    return subjectOf(this.cookies.get(accessCookieName));
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Visit> {
    return this.send(path, { headers });
  }

  async post(
    path: string,
    form: Readonly<Record<string, string>> = {},
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    const body = new URLSearchParams(form).toString();
    const sent = {
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://shop.test",
      ...headers,
    };
    return this.send(path, { method: "POST", body, headers: sent });
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Visit> {
    // The gateway reads only the first cookie of the name.
    const isHidden = this.foreignCookies.some((pair) => pair.startsWith(`${accessCookieName}=`));
    const subject = isHidden ? undefined : this.subject;
    const cookie = [...this.foreignCookies, ...[...this.cookies].map((pair) => pair.join("="))].join("; ");
    const headers = {
      host: "shop.test",
      accept: "text/html,*/*;q=0.8",
      ...(cookie === "" ? {} : { cookie }),
      ...(subject === undefined ? {} : this.verified(subject)),
      ...init.headers,
    };
    const response = await this.router.request(path, { ...init, headers });
    for (const set of response.headers.getSetCookie()) this.keep(set);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const html = new TextDecoder().decode(bytes);
    const location = response.headers.get("location") ?? "";
    return { status: response.status, headers: response.headers, html, bytes, location };
  }

  /** The headers that the gateway adds for a valid access cookie. */
  private verified(subject: string): Record<string, string> {
    const token = this.cookies.get(accessCookieName);
    return { authorization: `Bearer ${token}`, [subjectHeader]: subject, [scopeHeader]: "shopper" };
  }

  private keep(set: string): void {
    const [name = "", value = ""] = set.split(";", 1)[0]?.split("=") ?? [];
    if (/max-age=0/i.test(set)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** The hidden and filled fields of the form with the given action, as a browser would send them. */
export const formIn = (html: string, action: string): Record<string, string> => {
  const form = html.split("<form ").find((part) => part.includes(`action="${action}"`)) ?? "";
  const inputs = [...(form.split("</form>")[0] ?? "").matchAll(/<input ([^>]*)>/g)].map(
    ([, attributes = ""]) => attributes,
  );
  const sent = inputs.filter((input) => !/type="(radio|checkbox)"/.test(input) || / checked/.test(input));
  const attribute = (input: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
  return Object.fromEntries(sent.map((input) => [attribute(input, "name"), attribute(input, "value")]));
};
