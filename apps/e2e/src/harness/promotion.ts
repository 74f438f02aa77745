import { PromotionFile, type PromotionTerms, promotionStaffRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { type Reply, staffMember } from "./shopper.ts";

const fileIn = (reply: Reply): PromotionFile => {
  if (reply.status >= 300) throw new Error(`staff got ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(PromotionFile, reply.json());
};

type Timeless<Terms> = Terms extends unknown ? Omit<Terms, "from" | "until"> : never;

/** A coupon or a rule that counts from now on for an hour; `terms` says what it gives. */
export const activePromotion = async (
  terms: Timeless<v.InferInput<typeof PromotionTerms>>,
): Promise<PromotionFile> => {
  const staff = await staffMember();
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const body = { terms: { ...terms, from: at(-1), until: at(60) }, reason: "a proof" };
  const { id } = fileIn(await staff.post(promotionStaffRoutes.createPromotion.path, body));
  return commandPromotion(id, "activate");
};

/** A command of staff on a promotion. */
export const commandPromotion = async (
  promotionId: string,
  command: "activate" | "pause" | "resume" | "end",
): Promise<PromotionFile> => {
  const staff = await staffMember();
  return fileIn(await staff.post(`/v1/staff/promotions/${promotionId}/${command}`, { reason: "a proof" }));
};

/** A promotion with its figures. */
export const inspectPromotion = async (promotionId: string): Promise<PromotionFile> =>
  fileIn(await (await staffMember()).send("GET", `/v1/staff/promotions/${promotionId}`));

/** Gives a coupon to an account. */
export const giveCoupon = async (promotionId: string, account: string): Promise<PromotionFile> => {
  const path = `/v1/staff/promotions/${promotionId}/grants`;
  return fileIn(await (await staffMember()).post(path, { accounts: [account], reason: "a proof" }));
};
