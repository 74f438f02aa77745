import type { Reply, Transport } from "./transport.ts";

/** Test numbers of the simulated bank (`apps/bank/README.md`). */
export const cards = {
  good: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  insufficientFunds: "4000 0000 0000 9995",
} as const;

/** Declined cards after which the bank declines the payment. */
const mostCards = 3;

/**
 * Submits the form on the bank's page like a shopper, repeatedly while the card is declined. Returns the bank's last reply:
 * 303 back to the shop when the payment is decided.
 */
export const payAtBank = async (
  transport: Transport,
  confirmationUrl: string,
  card: string = cards.good,
): Promise<Reply> => {
  const { origin, pathname, search } = new URL(confirmationUrl);
  const form = {
    ...{ "card-number": card, "card-expiry": "12/39", "card-security-code": "123" },
    action: "pay",
  };
  const press = (): Promise<Reply> =>
    transport({
      origin,
      method: "POST",
      path: pathname + search,
      headers: { "content-type": "application/x-www-form-urlencoded", origin },
      body: new URLSearchParams(form).toString(),
    });
  let reply = await press();
  for (let tried = 1; reply.status === 402 && tried < mostCards; tried += 1) reply = await press();
  return reply;
};
