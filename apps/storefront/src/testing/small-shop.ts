import type { PostalAddress, Product } from "@caravan/contracts";
import type { Router } from "@caravan/service-kit";
import { createApp } from "../app.ts";
import { FakeShop } from "./fake-shop.ts";
import { formIn, type Visit, Visitor } from "./visitor.ts";

export { formIn, Visitor } from "./visitor.ts";

export const tent: Product = {
  id: "prd_019a6fc4-1ba1-70a0-9f95-491cdb9a9f01",
  sku: "CAR-0001",
  name: "Dune Tent <4>",
  tagline: "Room for four & a dog",
  category: "tents",
  price: { amountCents: 48_900, currency: "EUR" },
  picture: "/pictures/CAR-0001.svg",
  description: "Canvas that breathes.\n\nPoles of ash.",
  facts: [{ name: "Weight", value: "7.2 kg" }],
};

export const lamp: Product = {
  ...tent,
  id: "prd_019a6fc4-1ba1-70a0-9f95-491cdb9a9f02",
  sku: "CAR-0002",
  name: "Brass Lamp",
  category: "lighting",
  price: { amountCents: 2_950, currency: "EUR" },
  picture: "/pictures/CAR-0002.svg",
};

export const unknownId = "prd_019a6fc4-1ba1-70a0-9f95-491cdb9a9fff";

export const home: PostalAddress = {
  name: "Ada Wanderer",
  street: "Dünenweg 3",
  postalCode: "20095",
  city: "Hamburg",
  country: "DE",
};

/** A shop of two products: 12 tents, 3 lamps. */
export const smallShop = (): { shop: FakeShop; router: Router; visitor: Visitor } => {
  const shop = new FakeShop();
  shop.products.push(tent, lamp);
  shop.categories.push(
    { slug: "tents", name: "Tents", productCount: 1 },
    { slug: "lighting", name: "Lighting", productCount: 1 },
  );
  shop.free.set(tent.sku, 12).set(lamp.sku, 3);
  const router = createApp(shop.dependencies());
  return { shop, router, visitor: new Visitor(router) };
};

export const putIntoCart = (visitor: Visitor, productId: string, quantity = "1"): Promise<Visit> =>
  visitor.post("/cart", { do: "add", productId, quantity });

/** The form of the checkout's page, filled in. */
export const checkoutForm = async (visitor: Visitor): Promise<Record<string, string>> => ({
  ...formIn((await visitor.get("/checkout")).html, "/checkout"),
  ...home,
});

/** Buys pieces of a product as a guest, up to the redirect to the bank; returns the order's id. */
export const buy = async (visitor: Visitor, shop: FakeShop, productId: string, quantity = "1") => {
  await putIntoCart(visitor, productId, quantity);
  await visitor.post("/checkout", await checkoutForm(visitor));
  return [...shop.orders.orders.keys()].at(-1) ?? "";
};

export const credentials = { email: "ada@example.com", password: "three humps are enough" };

/** Opens an account and signs in. */
export const signUp = (visitor: Visitor, next = "account"): Promise<Visit> =>
  visitor.post(`/sign-up?next=${next}`, { ...credentials, name: "Ada" });

/** A shop, and a visitor who has put something into their cart. */
export const withCart = async (quantity = "2") => {
  const { shop, router, visitor } = smallShop();
  await putIntoCart(visitor, tent.id, quantity);
  return { shop, router, visitor };
};
