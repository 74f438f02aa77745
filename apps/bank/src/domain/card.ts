/** The shopper's input. It lives as long as the request; none of it is stored, logged or sent. */
export interface Card {
  readonly number: string;
  readonly expiry: string;
  readonly securityCode: string;
}

/** Error messages for the shopper, by field. */
export type CardErrors = Partial<Record<keyof Card, string>>;

const digitsOf = (text: string): string => text.replace(/[\s-]/g, "");

/** Finds typing errors. {@link verdict} decides whether the bank accepts the card. */
export const checkCard = (card: Card, now: Date): CardErrors => {
  const errors: CardErrors = {};
  const digits = digitsOf(card.number);
  if (!/^[0-9]{12,19}$/.test(digits)) errors.number = "Enter the 12 to 19 digits on the front of the card.";
  else if (!passesLuhn(digits)) errors.number = "This is not a card number. Check the digits.";
  const expiry = readExpiry(card.expiry);
  if (expiry === undefined) errors.expiry = "Enter month and year as on the card, such as 09/28.";
  else if (expiry <= now) errors.expiry = "This card has expired. Use another one.";
  if (!/^[0-9]{3,4}$/.test(card.securityCode.trim()))
    errors.securityCode = "Enter the 3 or 4 digits beside the signature.";
  return errors;
};

/** The check digit of ISO/IEC 7812-1. */
export const passesLuhn = (digits: string): boolean => {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** The time at which the card expires: cards are valid to the end of their month. */
const readExpiry = (text: string): Date | undefined => {
  const [, month, year] = /^\s*(0?[1-9]|1[0-2])\s*[/ -]?\s*((?:20)?[0-9]{2})\s*$/.exec(text) ?? [];
  return month === undefined || year === undefined
    ? undefined
    : new Date(Date.UTC(2000 + (Number(year) % 100), Number(month), 1));
};

/** Numbers with a fixed outcome, the same as Stripe's. @see https://docs.stripe.com/testing */
const refusedNumbers: ReadonlyMap<string, string> = new Map([
  ["4000000000000002", "card declined"],
  ["4000000000009995", "insufficient funds"],
]);

/** Why the bank declines this card, or undefined when it accepts it. */
export const verdict = (card: Card): string | undefined => refusedNumbers.get(digitsOf(card.number));
