import { html } from "hono/html";
import type { Intent } from "../domain/intent.ts";
import { type Fragment, message } from "./layout.ts";
import { amountText } from "./pay.ts";

const words = {
  authorised: ["Paid", "has been confirmed. There is nothing more to do here."],
  captured: ["Paid", "has been confirmed. There is nothing more to do here."],
  declined: ["Not paid", "was not made. Begin again at the shop to use another card."],
  voided: ["Cancelled", "was cancelled by the shop. No card was charged."],
} as const;

/** The page of an intent that is decided. */
export const endedPage = (intent: Intent, status: keyof typeof words, merchantName: string): Fragment => {
  const [title, text] = words[status];
  return message(
    title,
    `Payment ${intent.merchantReference} of ${amountText(intent)} ${text}`,
    html`<a class="button" href="${intent.returnUrl}">Back to ${merchantName}</a>
`,
  );
};
