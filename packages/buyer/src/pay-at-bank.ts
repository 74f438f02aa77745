import type { Reply, Transport } from "./transport.ts";

/** Numbers that the simulated bank knows (`apps/bank/README.md`); none is anybody's. */
export const cards = {
  good: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  insufficientFunds: "4000 0000 0000 9995",
} as const;

/** Fills in the form on the bank's page, as the shopper would. Gives the bank's reply: 303 back to the shop when all went well. */
export const payAtBank = (
  transport: Transport,
  confirmationUrl: string,
  card: string = cards.good,
): Promise<Reply> => {
  const { origin, pathname, search } = new URL(confirmationUrl);
  const form = {
    ...{ "card-number": card, "card-expiry": "12/39", "card-security-code": "123" },
    action: "pay",
  };
  return transport({
    origin,
    method: "POST",
    path: pathname + search,
    headers: { "content-type": "application/x-www-form-urlencoded", origin },
    body: new URLSearchParams(form).toString(),
  });
};
