import { BankIntent, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { asked, card, openFakeBank } from "./fake-bank.ts";

export const intentOf = async (reply: Response) => v.parse(BankIntent, await reply.json());
export const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];

/** A bank with one intent that the shopper has confirmed. */
export const confirmed = async (misbehaviour = {}) => {
  const bank = openFakeBank(misbehaviour);
  const { id } = await intentOf(await bank.post("/v1/intents", asked));
  await bank.submit(id, card("4242424242424242"));
  return {
    ...bank,
    id,
    act: (what: string, body?: unknown, key = what) => bank.post(`/v1/intents/${id}/${what}`, body, key),
  };
};
