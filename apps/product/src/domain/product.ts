/** A product as the catalogue holds it. */
export interface CatalogueProduct {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly tagline: string;
  readonly description: string;
  readonly category: string;
  readonly priceCents: number;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** What lists need of a product. */
export type ListedProduct = Omit<CatalogueProduct, "description" | "facts">;

/** What an order needs of a product. */
export type PricedProduct = Pick<CatalogueProduct, "id" | "sku" | "name" | "priceCents">;
