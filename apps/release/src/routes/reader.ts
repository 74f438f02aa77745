import { Refusal } from "@caravan/contracts";
import { browserZone, momentsIn } from "@caravan/pages";
import { readCaller } from "@caravan/service-kit";
import type { Context } from "hono";
import type { Reader } from "../pages/spoken.ts";

/** Times of a browser that never told its zone. */
const usualZone = "UTC";

const refused = (kind: "unauthenticated" | "forbidden", code: string, detail: string): Refusal =>
  new Refusal({ kind, code, detail });

/** Who reads. @throws Refusal 401 without a session, 403 without the scope of staff or of a release manager */
export const readerOf = (c: Context): Reader => {
  const caller = readCaller(c.req.raw.headers);
  if (caller === undefined) throw refused("unauthenticated", "sign-in-needed", "Sign in first.");
  const isManager = caller.scopes.includes("release-manager");
  if (!isManager && !caller.scopes.includes("staff"))
    throw refused("forbidden", "scope-missing", "This takes the scope staff or release-manager.");
  return { subject: caller.subject, isManager, moments: momentsIn(browserZone(c) ?? usualZone) };
};

/** Who changes a release. @throws Refusal 401, or 403 for those who may only see it */
export const managerOf = (c: Context): Reader => {
  const reader = readerOf(c);
  if (!reader.isManager) throw refused("forbidden", "scope-missing", "This takes the scope release-manager.");
  return reader;
};
