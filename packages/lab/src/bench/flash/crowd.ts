import { randomUUID } from "node:crypto";
import { somewhere } from "@caravan/buyer";
import { flashRoutes } from "@caravan/contracts";
import { askLane, newGuest } from "../guests.ts";
import type { Lane } from "../load/http-lane.ts";

/** A guest who takes part in a sale. */
export interface Participant {
  readonly headers: Readonly<Record<string, string>>;
  /** Of the sale's page. */
  readonly token: string;
}

/** Makes so many guests who take part in a sale, over one lane. */
export const gatherCrowd = async (lane: Lane, saleId: string, count: number): Promise<Participant[]> => {
  const body = JSON.stringify({ deliverTo: somewhere });
  const path = `/v1/sales/${saleId}/entry`;
  const all: Participant[] = [];
  while (all.length < count) {
    const headers = await newGuest(lane);
    const keyed = { ...headers, "idempotency-key": randomUUID() };
    const entry = flashRoutes.joinSale.success.body;
    const { token } = await askLane(lane, { method: "PUT", path, headers: keyed, body }, 200, entry);
    all.push({ headers, token });
  }
  return all;
};
