import { apis, routesOf } from "@caravan/contracts/apis";

/** Callers and callees of commands between services, by the contracts. */
export const commanding = Object.keys(apis).flatMap((callee) => {
  const commands = routesOf(callee).filter(({ access, idempotent }) => access === "service" && idempotent);
  const callers = new Set(commands.flatMap(({ callers = [] }) => callers));
  return [...callers].map((caller) => [caller, callee] as const);
});
