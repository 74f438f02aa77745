import { cards } from "@caravan/buyer";
import { Problem, SalePlace } from "@caravan/contracts";
import * as v from "valibot";
import { askForPiece, joinSale, placeOf } from "./sale.ts";
import { newShopper, pay, type Shopper } from "./shopper.ts";
import { until } from "./until.ts";

/** A shopper who takes part in a sale, how often they click, and what they do with a piece. */
export interface Participant {
  readonly shopper: Shopper;
  readonly token: string;
  readonly kind: "pays" | "lets it expire" | "cancels" | "is declined";
  readonly clicks: number;
}

/** A third never pays: an expiry takes a minute and a half, a cancellation does not. */
const kindOf = (i: number, isLong: boolean): Participant["kind"] => {
  if (i % 3 !== 0) return i % 10 === 1 ? "is declined" : "pays";
  return isLong ? "lets it expire" : "cancels";
};

/** So many shoppers take part, a third of whom let their orders expire, or cancel them, and a tenth are declined. */
export const participate = async (saleId: string, count: number, isLong: boolean): Promise<Participant[]> => {
  const all: Participant[] = [];
  for (let first = 0; first < count; first += 50)
    all.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(50, count - first) }, async (_, i) => {
          const shopper = await newShopper();
          const token = await joinSale(shopper, saleId);
          return { shopper, token, kind: kindOf(first + i, isLong), clicks: 1 + ((first + i) % 5) };
        }),
      )),
    );
  return all;
};

/** Presses the button like a browser: again after a refusal that passes. What it was told for good, in order. */
export const press = async ({ shopper, token, clicks }: Participant, saleId: string): Promise<string[]> => {
  const told: string[] = [];
  for (let click = 0; click < clicks; click += 1) {
    const key = crypto.randomUUID();
    const answer = await until(`a decision about click ${click}`, async () => {
      const reply = await askForPiece(shopper, saleId, token, key).catch(() => undefined);
      if (reply === undefined) return undefined;
      if (reply.status < 300) {
        const { state, ticketId } = v.parse(SalePlace, reply.json());
        return state === "deciding" ? undefined : `${state} ${ticketId}`;
      }
      const problem = v.safeParse(Problem, reply.json());
      return problem.success && reply.status === 409 && problem.output.code !== "sale-not-open"
        ? problem.output.code
        : undefined;
    });
    told.push(answer);
  }
  return told;
};

/** Pays, or does not, once there is an order; tells what became of the shopper's piece. */
export const buy = async ({ shopper, kind }: Participant, saleId: string): Promise<string> => {
  const orderId = await until(
    "the ticket is an order, or nothing",
    async () => {
      const place = await placeOf(shopper, saleId);
      if (place?.state === "returned") return "returned";
      return place?.state === "waiting" ? "waiting" : (place?.orderId ?? undefined);
    },
    180,
  );
  if (orderId === "returned" || orderId === "waiting") return orderId;
  if (kind === "pays") {
    await pay(shopper, orderId);
    return "paid";
  }
  if (kind === "lets it expire") return "unpaid";
  if (kind === "is declined") await pay(shopper, orderId, cards.declined);
  await shopper.post(`/v1/orders/${orderId}/cancellation`, {});
  return "unpaid";
};
