import { newAccountHolder, staffMember } from "../harness/shopper.ts";
import { meanwhile } from "./meanwhile.ts";

/** A request that each service answers out of its own database, or, without one, of what it calls. */
const requests: Readonly<Record<string, { path: string | (() => string); by?: "staff" }>> = {
  // What it has asked for already, it answers by itself.
  storefront: { path: () => `/search?q=${crypto.randomUUID().slice(0, 8)}` },
  product: { path: "/v1/products?limit=1" },
  inventory: { path: "/v1/stock?skus=CAR-0001" },
  user: { path: "/v1/users/me" },
  order: { path: "/v1/orders" },
  payment: { path: "/v1/staff/payments/troubled", by: "staff" },
  logistics: { path: "/v1/shipments" },
};

/** Services that are asked. */
export const asked: readonly string[] = Object.keys(requests);

const lanes = 3;

/** Asks each service a few times a second, whatever it answers. Returns how to stop. */
export const keepAsking = async (): Promise<() => Promise<unknown>> => {
  const asking = Object.values(requests).flatMap(({ path, by }) =>
    Array.from({ length: lanes }, async () => {
      const asker = await (by === "staff" ? staffMember() : newAccountHolder());
      return meanwhile(() => asker.send("GET", typeof path === "string" ? path : path()));
    }),
  );
  const stops = await Promise.all(asking);
  return () => Promise.all(stops.map((stop) => stop()));
};
