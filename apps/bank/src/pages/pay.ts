import { html } from "hono/html";
import type { Card, CardErrors } from "../domain/card.ts";
import type { Intent } from "../domain/intent.ts";
import { type Fragment, layout } from "./layout.ts";

/** Amounts as shown: `€12.50`. */
export const amountText = ({ amountCents, currency }: Pick<Intent, "amountCents" | "currency">): string =>
  new Intl.NumberFormat("en-IE", { style: "currency", currency }).format(amountCents / 100);

/** The fields of the form, by name. */
export const fieldNames = {
  number: "card-number",
  expiry: "card-expiry",
  securityCode: "card-security-code",
} as const satisfies Record<keyof Card, string>;

interface Field {
  readonly of: keyof Card;
  readonly label: string;
  readonly hint: string;
  readonly autocomplete: string;
  readonly maxlength: number;
}

const fields = {
  number: { of: "number", label: "Card number", hint: "", autocomplete: "cc-number", maxlength: 25 },
  expiry: { of: "expiry", label: "Expiry", hint: "MM/YY", autocomplete: "cc-exp", maxlength: 9 },
  securityCode: {
    of: "securityCode",
    label: "Security code",
    hint: "3 or 4 digits",
    autocomplete: "cc-csc",
    maxlength: 4,
  },
} as const satisfies Record<keyof Card, Field>;

/** The input is never sent back: a card number in a page would be in histories and caches. */
const input = (field: Field, errors: CardErrors): Fragment => {
  const name = fieldNames[field.of];
  const error = errors[field.of];
  const described = [field.hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
  return html`<div class="field">
<label for="${name}">${field.label}${field.hint ? html` <span class="hint" id="${name}-hint">${field.hint}</span>` : ""}</label>
<input id="${name}" name="${name}" type="text" inputmode="${field.of === "expiry" ? "text" : "numeric"}" autocomplete="${field.autocomplete}" maxlength="${field.maxlength}" required spellcheck="false"${described ? html` aria-describedby="${described}"` : ""}${error ? html` aria-invalid="true"` : ""}>
${error ? html`<p class="error" id="${name}-error">${error}</p>` : ""}
</div>`;
};

/** Why the form is shown again. */
export interface PayTrouble {
  readonly errors?: CardErrors;
  /** The decline reason of the card's own bank. */
  readonly declined?: string;
}

/** The form for the card, without scripts. */
export const payPage = (intent: Intent, merchantName: string, trouble: PayTrouble = {}): Fragment => {
  const { errors = {}, declined } = trouble;
  const amount = amountText(intent);
  const isWrong = declined !== undefined || Object.keys(errors).length > 0;
  const said =
    declined === undefined
      ? "Nothing was paid. Check the marked fields and enter the card again."
      : `Nothing was paid: ${declined}. Use another card, or go back.`;
  return layout(
    isWrong ? `Error: pay ${amount}` : `Pay ${amount}`,
    html`<section aria-labelledby="title">
<h1 id="title">Pay ${merchantName}</h1>
<p class="amount">${amount}</p>
<dl>
${
  intent.description === null
    ? ""
    : html`<div><dt>For</dt><dd>${intent.description}</dd></div>
`
}<div><dt>Payment</dt><dd class="code">${intent.merchantReference}</dd></div>
</dl>
</section>
<section class="card" aria-labelledby="card">
<h2 id="card">Your card</h2>
${isWrong ? html`<p class="alert" role="alert">${said}</p>` : ""}
<form method="post" action="/pay/${intent.id}">
${input(fields.number, errors)}
<div class="pair">
${input(fields.expiry, errors)}
${input(fields.securityCode, errors)}
</div>
<button type="submit" name="action" value="pay">Pay ${amount}</button>
<button class="quiet" type="submit" name="action" value="cancel" formnovalidate>Cancel and go back</button>
</form>
${testCards}
</section>`,
  );
};

const testCards = html`<details>
<summary>Cards for trying out</summary>
<p>Any month to come, any security code.</p>
<ul>
<li><code>4242 4242 4242 4242</code> is accepted</li>
<li><code>4000 0000 0000 0002</code> is declined</li>
<li><code>4000 0000 0000 9995</code> has too little money</li>
</ul>
</details>`;
