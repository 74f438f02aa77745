import { type Benefit, CouponCode, euros, fieldErrors, PromotionTerms, Sku } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import { InvalidArgumentError } from "commander";
import * as v from "valibot";

/** The terms of a promotion, as options of the command line. */
export interface TermsOptions {
  readonly name: string;
  readonly code?: string;
  readonly onlyGiven?: boolean;
  readonly percent?: number;
  readonly amountCents?: number;
  readonly buy?: number;
  readonly free?: number;
  readonly bundle?: readonly string[];
  readonly bundleCents?: number;
  readonly tiers?: Extract<Benefit, { type: "tiers" }>["tiers"];
  readonly minimumCents?: number;
  readonly skus?: readonly string[];
  readonly categories?: readonly string[];
  readonly firstOrder?: boolean;
  readonly members?: boolean;
  readonly from?: string;
  readonly until: string;
  readonly priority?: number;
  readonly alone?: boolean;
  readonly uses?: number;
  readonly perPerson?: number;
  readonly budgetCents?: number;
}

/** Parses `a,b,c`. */
export const list = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** Parses `2:10,5:20`: from two pieces on ten percent, from five on twenty. */
export const tiers = (text: string): { from: number; percent: number }[] =>
  list(text).map((part) => {
    const [, from, percent] = /^(\d{1,4}):(\d{1,3})$/.exec(part) ?? [];
    if (from === undefined) throw new InvalidArgumentError("It must be like 2:10,5:20 (pieces:percent).");
    return { from: Number(from), percent: Number(percent) };
  });

/** Parses `CAR-0001:2,CAR-0002`: two pieces of the one, one of the other. */
export const cart = (text: string): { sku: string; quantity: number }[] =>
  list(text).map((part) => {
    const [sku, quantity = "1"] = part.split(":");
    if (!v.is(Sku, sku) || !/^[1-9]\d?$/.test(quantity))
      throw new InvalidArgumentError("It must be like CAR-0001:2,CAR-0002 (SKU:pieces).");
    return { sku, quantity: Number(quantity) };
  });

/** Parses a code. */
export const code = (text: string): string => {
  const parsed = v.safeParse(CouponCode, text);
  if (parsed.success) return parsed.output;
  throw new InvalidArgumentError("It must be letters, digits and hyphens, such as SPRING-10.");
};

/** The one benefit that the options name. @throws Trouble when they name none, or several */
const benefitOf = (options: TermsOptions): object => {
  const { percent, amountCents, buy, free, bundle, bundleCents, tiers: steps } = options;
  const named = [
    ...(percent === undefined ? [] : [{ type: "percent", percent }]),
    ...(amountCents === undefined ? [] : [{ type: "amount", amount: euros(amountCents) }]),
    ...(buy === undefined ? [] : [{ type: "buy-get", buy, free: free ?? 1 }]),
    ...(bundle === undefined ? [] : [{ type: "bundle", skus: bundle, price: euros(bundleCents ?? 0) }]),
    ...(steps === undefined ? [] : [{ type: "tiers", tiers: steps }]),
  ];
  const [benefit, ...others] = named;
  const ways = "--percent, --amount-cents, --buy with --free, --bundle with --bundle-cents, --tiers";
  if (others.length > 0) throw new Trouble(`It gives one of these, not several: ${ways}.`);
  if (benefit === undefined) throw new Trouble(`Say what it gives, one of: ${ways}.`);
  if (free !== undefined && buy === undefined) throw new Trouble("--free goes with --buy.");
  if (bundleCents !== undefined && bundle === undefined)
    throw new Trouble("--bundle-cents goes with --bundle.");
  return benefit;
};

const known = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The terms that the options say. @throws Trouble that names the option that is wrong */
export const termsOf = (options: TermsOptions): PromotionTerms => {
  const { name, code: named, onlyGiven, until, priority, alone, minimumCents, budgetCents } = options;
  const { skus, categories, firstOrder, members, uses, perPerson } = options;
  if (onlyGiven && named === undefined)
    throw new Trouble("--only-given needs --code: a rule has no code, and counts for all.");
  const parsed = v.safeParse(PromotionTerms, {
    ...(named === undefined ? { kind: "rule" } : { kind: "coupon", code: named, ...known({ onlyGiven }) }),
    ...{ name, benefit: benefitOf(options), from: options.from ?? new Date().toISOString(), until },
    ...known({ priority, combines: alone === true ? false : undefined }),
    condition: known({
      ...{ skus, categories, firstOrder },
      minimum: minimumCents === undefined ? undefined : euros(minimumCents),
      audience: members === true ? "accounts" : undefined,
    }),
    limits: known({
      ...{ uses, perPerson },
      budget: budgetCents === undefined ? undefined : euros(budgetCents),
    }),
  });
  if (parsed.success) return parsed.output;
  const faults = fieldErrors(parsed.issues).map(({ field, detail }) => `${field} ${detail}`);
  throw new Trouble(`These terms cannot be: ${faults.join("; ")}.`);
};
