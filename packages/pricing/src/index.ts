export type { Cart, CartLine, Promotion, Shopper } from "./cart.ts";
export { benefitInWords, conditionInWords } from "./in-words.ts";
export { totalOf } from "./list-total.ts";
export { concerns, couldApply } from "./matching.ts";
export { quote } from "./quote.ts";
