import { euros, formatMoney, type PromotionFile, type Quote } from "@caravan/contracts";
import { benefitInWords, conditionInWords } from "@caravan/pricing";
import { table } from "@caravan/terminal";
import { fileText } from "../staff/file-text.ts";
import { moment } from "../staff/moment.ts";

const of = (count: number, most: number | null): string =>
  most === null ? `${count}` : `${count} of ${most}`;

const gives = ({ benefit, condition }: PromotionFile): string =>
  [benefitInWords(benefit), ...conditionInWords(condition)].join(" ");

/** The table of `coupon list`. */
export const promotionsTable = (promotions: readonly PromotionFile[]): string =>
  table(
    [
      "PROMOTION",
      "STATE",
      { name: "CODE", cut: "end" },
      { name: "NAME", cut: "end", drop: 2 },

      { name: "GIVES", cut: "end" },
      { name: "UNTIL (UTC)", cut: "end", drop: 3 },

      { name: "HELD", drop: 1 },
      "USED",
    ],
    promotions.map((promotion) => {
      const { id, state, code, name, until, figures } = promotion;
      return [
        ...[id, state, code ?? "(rule)", name, gives(promotion), moment(until)],
        ...[String(figures.held), String(figures.used)],
      ];
    }),
    [6, 7],
  );

/** All of a promotion: terms, figures, who did what. */
export const promotionText = (promotion: PromotionFile): string => {
  const { kind, code, onlyGiven, combines, priority, limits, figures } = promotion;
  const { held, used, heldDiscount, usedDiscount, budgetLeft } = figures;
  const spent = formatMoney(euros(heldDiscount.amountCents + usedDiscount.amountCents));
  const facts = {
    promotion: promotion.id,
    state: promotion.state,
    name: promotion.name,
    [kind]:
      code === null ? "counts by itself" : `${code}${onlyGiven ? ", only for those it was given to" : ""}`,
    gives: gives(promotion),
    counts: `${moment(promotion.from)} to ${moment(promotion.until)}`,
    applied: `priority ${priority}, ${combines ? "with others" : "alone"}`,
    orders: `${of(held + used, limits.uses)}: ${held} held, ${used} used`,
    "per person": limits.perPerson === null ? "without a limit" : String(limits.perPerson),
    "takes off": spent,
    budget:
      limits.budget === null
        ? "without a limit"
        : `${formatMoney(limits.budget)}, ${formatMoney(budgetLeft ?? euros(0))} left`,
  };
  return fileText(facts, promotion.history);
};

/** What a cart would cost, and why. */
export const quoteText = ({ lines, subtotal, discount, total, applied, refused }: Quote): string =>
  [
    table(
      ["SKU", { name: "NAME", cut: "end" }, "PIECES", "EACH", "OFF", "TOTAL"],
      lines.map((line) => [
        ...[line.sku, line.name, String(line.quantity), formatMoney(line.price)],
        ...[formatMoney(line.discount), formatMoney(line.total)],
      ]),
      [2, 3, 4, 5],
    ),
    `list price ${formatMoney(subtotal)}, off ${formatMoney(discount)}, to pay ${formatMoney(total)}`,
    ...applied.map(
      (one) =>
        `${formatMoney(one.discount)} off by ${one.name}${one.code === null ? "" : ` (${one.code})`}: ${one.why}`,
    ),
    ...refused.map(({ code, detail }) => `${code}: ${detail}`),
  ].join("\n");
