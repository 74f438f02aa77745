import { formatMoney, type Order, orderAllows } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { canBePutBack } from "./order-words.ts";

/** The pay button while the order is payable, with the time left. */
export const payForm = (
  { id, status, total, payBy, declined }: Order,
  key: string,
  now: number,
): Fragment | "" => {
  if (!orderAllows(status, "pay")) return "";
  const card = declined ? " with another card" : "";
  return html`<form class="ways" action="/orders/${id}/pay" method="post"><input type="hidden" name="key" value="${key}">
<button class="button button-large" type="submit">Pay now${card}<span class="unseen">: ${formatMoney(total)}</span></button>${payBy === null ? "" : html`<span class="quiet">${timeLeft(Date.parse(payBy) - now)}</span>`}</form>`;
};

const timeLeft = (milliseconds: number): string => {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "Less than a minute left to pay.";
  return minutes === 1 ? "1 minute left to pay." : `${minutes} minutes left to pay.`;
};

/** Puts the items of an unpaid order back into the cart; an order that is still payable is cancelled. */
export const putBackForm = ({ id, status }: Order, key: string): Fragment | "" =>
  canBePutBack(status)
    ? html`<form class="ways" action="/orders/${id}/put-back" method="post"><input type="hidden" name="key" value="${key}">
<button class="quiet-button" type="submit">Put it all back into my cart</button></form>`
    : "";

/** The other actions of an order; each form is collapsed first, which prevents mistakes. */
export const orderActions = (
  { id, status }: Order,
  keys: { readonly cancel: string; readonly return: string },
): Fragment | "" => {
  if (orderAllows(status, "cancel"))
    return action(id, "cancel", keys.cancel, {
      title: "Cancel this order",
      explains: "Nothing will be sent, and what was paid is refunded.",
      button: "Cancel order",
    });
  if (orderAllows(status, "return"))
    return action(id, "return", keys.return, {
      title: "Return this order",
      explains: "The carrier collects the parcel. The refund follows once it has arrived here.",
      button: "Return order",
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
<div class="field"><label for="reason">Reason <span class="quiet">(optional)</span></label>
<input id="reason" type="text" name="reason" maxlength="200" autocomplete="off"></div>
<p><button class="button" type="submit">${words.button}</button></p>
</form></details>`;
