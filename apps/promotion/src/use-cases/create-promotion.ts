import type { FieldError } from "@caravan/contracts";
import type { By, Dependencies, StoredReply } from "../dependencies.ts";
import type { Terms } from "../domain/promotion.ts";
import { termsImpossible } from "../domain/refusals.ts";

type Asked = Pick<Dependencies, "goods" | "promotions">;

/** Each of these that is not known, with its place. */
const unknownOf = (
  list: readonly string[],
  known: ReadonlySet<string>,
  field: string,
  detail: (name: string) => string,
): FieldError[] =>
  list.flatMap((name, at) =>
    known.has(name) ? [] : [{ field: `body.terms.${field}.${at}`, detail: detail(name) }],
  );

const noSku = (sku: string): string => `names ${sku}, which the catalogue does not have: check the SKU`;

/** What is wrong with terms beside their form: a time that is past, and goods that there are not. @throws Refusal `catalogue-unavailable` */
const faultsOf = async ({ goods }: Asked, terms: Terms, now: Date): Promise<FieldError[]> => {
  const { skus = [], categories = [] } = terms.condition;
  const bundle = terms.benefit.type === "bundle" ? terms.benefit.skus : [];
  const named = [...new Set([...skus, ...bundle])];
  const [sold, shelves] = await Promise.all([
    named.length === 0 ? new Set<string>() : goods.skus(named),
    categories.length === 0 ? new Set<string>() : goods.categories(),
  ]);
  const noCategory = (slug: string): string =>
    `names ${slug}, which is no category: there are ${[...shelves].join(", ")}`;
  const isPast = terms.endsAt <= now;
  return [
    ...(isPast ? [{ field: "body.terms.until", detail: "is past: choose a later end" }] : []),
    ...unknownOf(skus, sold, "condition.skus", noSku),
    ...unknownOf(categories, shelves, "condition.categories", noCategory),
    ...unknownOf(bundle, sold, "benefit.skus", noSku),
  ];
};

/**
 * Writes down a draft, once per key; a repetition is not looked at again.
 *
 * @throws Refusal `terms-impossible`, `catalogue-unavailable`, `code-taken`
 */
export const createPromotion = (dependencies: Asked, terms: Terms, by: By): Promise<StoredReply> =>
  dependencies.promotions.create(terms, by, async () => {
    const faults = await faultsOf(dependencies, terms, by.at);
    if (faults.length > 0) throw termsImpossible(faults);
  });
