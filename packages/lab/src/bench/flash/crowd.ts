import { randomUUID } from "node:crypto";
import { somewhere } from "@caravan/buyer";
import { flashRoutes, Session, userRoutes } from "@caravan/contracts";
import * as v from "valibot";
import type { Lane, LaneRequest } from "../load/http-lane.ts";

/** A guest who takes part in a sale. */
export interface Participant {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the sale's page. */
  readonly token: string;
}

const json = { "content-type": "application/json" };

const ask = async <S extends v.GenericSchema>(
  lane: Lane,
  request: Omit<LaneRequest, "read">,
  expected: number,
  schema: S,
): Promise<v.InferOutput<S>> => {
  const { status, text } = await lane.send({ ...request, read: true });
  if (status !== expected) throw new Error(`${request.method} ${request.path} answered ${status}: ${text}`);
  return v.parse(schema, JSON.parse(text));
};

/** Makes so many guests who take part in a sale, over one lane. */
export const gatherCrowd = async (lane: Lane, saleId: string, count: number): Promise<Participant[]> => {
  const body = JSON.stringify({ deliverTo: somewhere });
  const path = `/v1/sales/${saleId}/entry`;
  const all: Participant[] = [];
  while (all.length < count) {
    const guest = { method: "POST", path: userRoutes.createGuest.path, headers: {} } as const;
    const { accessToken } = await ask(lane, guest, 201, Session);
    const headers = { ...json, authorization: `Bearer ${accessToken}` };
    const keyed = { ...headers, "idempotency-key": randomUUID() };
    const entry = flashRoutes.joinSale.success.body;
    const { token } = await ask(lane, { method: "PUT", path, headers: keyed, body }, 200, entry);
    all.push({ headers, token });
  }
  return all;
};
