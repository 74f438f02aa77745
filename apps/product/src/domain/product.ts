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

/** The fields of a product in lists. */
export type ListedProduct = Omit<CatalogueProduct, "description" | "facts">;

/** The fields of a product for an order. */
export type PricedProduct = Pick<CatalogueProduct, "id" | "sku" | "name" | "priceCents" | "category">;
