import type { Product } from "@caravan/contracts";
import type { Router } from "@caravan/service-kit";
import { createApp } from "../app.ts";
import { FakeShop } from "./fake-shop.ts";

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

/** A shop of two products: 12 tents, 3 lamps. */
export const smallShop = (): { shop: FakeShop; router: Router } => {
  const shop = new FakeShop();
  shop.products.push(tent, lamp);
  shop.categories.push(
    { slug: "tents", name: "Tents", productCount: 1 },
    { slug: "lighting", name: "Lighting", productCount: 1 },
  );
  shop.free.set(tent.sku, 12).set(lamp.sku, 3);
  return { shop, router: createApp(shop.dependencies()) };
};

export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly bytes: Uint8Array;
}

/** A browser as far as the shop can tell: keeps its cookie, says where forms come from, asks for HTML. */
export class Visitor {
  private readonly router: Router;
  cookie: string | undefined;

  constructor(router: Router) {
    this.router = router;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Visit> {
    return this.send(path, { headers });
  }

  async post(
    path: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    const body = new URLSearchParams(form).toString();
    const sent = {
      "content-type": "application/x-www-form-urlencoded",
      origin: "http://shop.test",
      ...headers,
    };
    return this.send(path, { method: "POST", body, headers: sent });
  }

  /** Fills in the form of a product's page. */
  async form(productId: string, quantity = "1"): Promise<Record<string, string>> {
    const { html } = await this.get(`/products/${productId}`);
    return { productId, quantity, idempotencyKey: keyIn(html) };
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Visit> {
    const cookie: Record<string, string> = this.cookie === undefined ? {} : { cookie: this.cookie };
    const headers = { host: "shop.test", accept: "text/html,*/*;q=0.8", ...cookie, ...init.headers };
    const response = await this.router.request(path, { ...init, headers });
    const set = response.headers.getSetCookie().at(0);
    if (set !== undefined) this.cookie = set.split(";", 1)[0];
    const bytes = new Uint8Array(await response.arrayBuffer());
    const html = new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, html, bytes };
  }
}

/** The idempotency key in a page's form. */
export const keyIn = (html: string): string => /name="idempotencyKey" value="([^"]*)"/.exec(html)?.[1] ?? "";
