import { CategorySlug, ProductId, Sku } from "@caravan/contracts";
import * as v from "valibot";
import campComfort from "../../catalogue/camp-comfort.json" with { type: "json" };
import campKitchen from "../../catalogue/camp-kitchen.json" with { type: "json" };
import clothing from "../../catalogue/clothing.json" with { type: "json" };
import footwear from "../../catalogue/footwear.json" with { type: "json" };
import lighting from "../../catalogue/lighting.json" with { type: "json" };
import navigation from "../../catalogue/navigation.json" with { type: "json" };
import packs from "../../catalogue/packs.json" with { type: "json" };
import sleeping from "../../catalogue/sleeping.json" with { type: "json" };
import tents from "../../catalogue/tents.json" with { type: "json" };
import tools from "../../catalogue/tools.json" with { type: "json" };
import water from "../../catalogue/water.json" with { type: "json" };

const Sentence = (maximum: number) => v.pipe(v.string(), v.trim(), v.minLength(5), v.maxLength(maximum));

/** One file of `catalogue/`: a category and its products. */
export const CatalogueCategory = v.strictObject({
  slug: CategorySlug,
  name: v.pipe(v.string(), v.minLength(3), v.maxLength(80)),
  products: v.array(
    v.strictObject({
      id: ProductId,
      sku: Sku,
      name: Sentence(120),
      tagline: Sentence(200),
      priceCents: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      description: Sentence(2000),
      facts: v.record(v.string(), v.string()),
    }),
  ),
});
export type CatalogueCategory = v.InferOutput<typeof CatalogueCategory>;

/** The catalogue from the files, in the order in which the shop shows its categories. */
export const readCatalogue = (): CatalogueCategory[] =>
  v.parse(v.array(CatalogueCategory), [
    tents,
    sleeping,
    packs,
    campKitchen,
    lighting,
    clothing,
    footwear,
    navigation,
    water,
    tools,
    campComfort,
  ]);
