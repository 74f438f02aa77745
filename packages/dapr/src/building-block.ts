import type { Refusal } from "@caravan/contracts";
import { traceHeaders } from "@caravan/tracing";
import type { Reply } from "./exchange.ts";
import { failedExchange, sidecarUnavailable, stateConflict } from "./refusals.ts";
import type { SidecarRequest, Transport } from "./transport.ts";

/**
 * Calls one of daprd's own APIs (all but invoke) and returns a successful reply.
 *
 * @throws Refusal `state-conflict` for daprd's 409, `deadline-exceeded`, or `sidecar-unavailable` for anything else; daprd's
 * reply is in `cause`
 */
export const callBuildingBlock = async (transport: Transport, request: SidecarRequest): Promise<Reply> => {
  const call = transport.context();
  const headers = { ...request.headers, ...traceHeaders(call?.headers) };
  const reply = await transport.send({ ...request, headers }, call).catch((error: unknown) => {
    throw failedExchange(error, sidecarUnavailable);
  });
  if (reply.status >= 200 && reply.status < 300) return reply;
  throw refusalOfSidecar(reply);
};

/** The refusal for daprd's error reply. */
export const refusalOfSidecar = (reply: Reply): Refusal => {
  const said = new Error(`daprd replied ${reply.status}: ${reply.body.slice(0, 500)}`);
  return reply.status === 409 ? stateConflict(said) : sidecarUnavailable(said);
};
