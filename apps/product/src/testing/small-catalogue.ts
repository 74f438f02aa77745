import type { CatalogueCategory } from "../database/catalogue.ts";
import type { CatalogueProduct } from "../domain/product.ts";

const product = (number: number, name: string, tagline: string, description: string) => ({
  id: `prd_0199b63a-000${number}-7000-8000-00000000000${number}`,
  sku: `CAR-000${number}`,
  name,
  tagline,
  description,
  priceCents: 1000 * number + 99,
  facts: { Weight: `${number} kg`, "Packed size": "46 × 15 cm" },
});

/** A catalogue small enough to know by heart. */
export const smallCatalogue: CatalogueCategory[] = [
  {
    slug: "tents",
    name: "Tents",
    products: [
      product(1, "Ténéré Tent", "Keeps wind out", "Four poles. Sleeps three, says Fès."),
      product(3, "Sirocco Tent", "Light & quick", "100% nylon, 2-person, don't fear_wind."),
    ],
  },
  {
    slug: "camp-kitchen",
    name: "Camp kitchen",
    products: [product(2, "Ember Kettle", "Content with a small flame", "Boils water in wind.")],
  },
  { slug: "footwear", name: "Footwear", products: [] },
];

/** Its products as the store returns them. */
export const smallCatalogueProducts: CatalogueProduct[] = smallCatalogue.flatMap((category) =>
  category.products.map((product) => ({
    ...product,
    category: category.slug,
    facts: Object.entries(product.facts).map(([name, value]) => ({ name, value })),
  })),
);
