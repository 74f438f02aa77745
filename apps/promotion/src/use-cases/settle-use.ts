import type { BenefitUse } from "@caravan/contracts";
import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { useReply } from "../replies.ts";

/** An order whose use is settled, and the key of the request. */
export interface Settled {
  readonly orderId: string;
  readonly key: string;
}

/** What was held is used. @throws Refusal `use-unknown`, `use-ended`, `idempotency-key-mismatch` */
export const confirmUse = async (
  { uses, countUse }: Pick<Dependencies, "uses" | "countUse">,
  { orderId, key }: Settled,
): Promise<BenefitUse> => {
  requireKey(key, orderId);
  const { use, before } = await uses.confirm(orderId);
  if (before !== use.status) countUse(use.status);
  return useReply(use);
};

/** What was held or used is given back. @throws Refusal `idempotency-key-mismatch` */
export const cancelUse = async (
  { uses, countUse, now }: Pick<Dependencies, "uses" | "countUse" | "now">,
  { orderId, key }: Settled,
): Promise<BenefitUse> => {
  requireKey(key, orderId);
  const { use, before } = await uses.cancel(orderId, now());
  if (before !== use.status) countUse(use.status);
  return useReply(use);
};
