import { formatMoney, type Order } from "@caravan/contracts";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";
import { isCancellable, isPayable, isReturnable } from "./order-words.ts";

/** Where to pay, while it can be paid. Back from the bank it is most likely done. */
export const payForm = ({ id, status, total }: Order, key: string, isBack: boolean): Fragment | "" =>
  isPayable(status)
    ? html`<form class="ways" action="/orders/${id}/pay" method="post"><input type="hidden" name="key" value="${key}">
<button class="button${isBack ? " quiet-button" : " button-large"}" type="submit">Pay now<span class="unseen">: ${formatMoney(total)}</span></button></form>`
    : "";

/** What else can be done with an order; each has to be unfolded first, so that nobody does it by mistake. */
export const orderActions = (
  { id, status }: Order,
  keys: { readonly cancel: string; readonly return: string },
): Fragment | "" => {
  if (isCancellable(status))
    return action(id, "cancel", keys.cancel, {
      title: "Cancel this order",
      explains: "Nothing will be sent, and what was paid goes back by itself.",
      button: "Cancel order",
    });
  if (isReturnable(status))
    return action(id, "return", keys.return, {
      title: "Send this order back",
      explains: "The carrier fetches it as a whole. The money follows once it has arrived here.",
      button: "Send back",
    });
  return "";
};

const action = (
  id: string,
  name: "cancel" | "return",
  key: string,
  words: { readonly title: string; readonly explains: string; readonly button: string },
): Fragment => html`<details class="fold"><summary>${words.title}</summary>
<form class="form" action="/orders/${id}/${name}" method="post">
<input type="hidden" name="key" value="${key}">
<p>${words.explains}</p>
<div class="field"><label for="reason">Why? <span class="quiet">(if you like to tell)</span></label>
<input id="reason" type="text" name="reason" maxlength="200" autocomplete="off"></div>
<p><button class="button" type="submit">${words.button}</button></p>
</form></details>`;
