import type { Context, MiddlewareHandler } from "hono";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { formForeign } from "./refusals.ts";

/** Whether the browser came by TLS, which ends at the gateway. */
export const isBehindTls = (c: Context): boolean => c.req.header("x-forwarded-proto") === "https";

/**
 * Only this shop's own styles, pictures and script load.
 *
 * @param formTargets the other origins to which a form may lead: browsers hold the redirect that follows a form to `form-action`, too
 */
export const pageHeaders = (...formTargets: readonly string[]): MiddlewareHandler => {
  const plain = headersFor(formTargets, false);
  const behindTls = headersFor(formTargets, true);
  return (c, next) => (isBehindTls(c) ? behindTls : plain)(c, next);
};

/** Browsers log an error for every page that sends the last three over plain HTTP. */
const headersFor = (formTargets: readonly string[], tls: boolean): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      scriptSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'", ...formTargets],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: "same-origin",
    strictTransportSecurity: tls ? "max-age=15552000" : false,
    crossOriginOpenerPolicy: tls,
    originAgentCluster: tls,
    xFrameOptions: "DENY",
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
    removePoweredBy: false,
  });

/**
 * Refuses forms that another site's page sent. The host is compared and not the whole origin, since TLS may end at the
 * ingress and this process then sees plain HTTP.
 */
export const ownFormsOnly = (): MiddlewareHandler => {
  const check = csrf({ origin: (origin, c) => hostOf(origin) === c.req.header("host")?.toLowerCase() });
  return async (c, next) => {
    // An error of the handler never gets here: hono's onError has turned it into a response.
    await check(c, next).catch((error: unknown) => {
      throw error instanceof HTTPException ? formForeign() : error;
    });
  };
};

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
