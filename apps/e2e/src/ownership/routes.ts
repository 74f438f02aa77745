import {
  inventoryRoutes,
  inventoryStaffRoutes,
  logisticsRoutes,
  orderRoutes,
  orderStaffRoutes,
  paymentRoutes,
  paymentStaffRoutes,
  productRoutes,
  type RouteDefinition,
  userRoutes,
} from "@caravan/contracts";

/** A route and the app that serves it. */
export interface ServedRoute {
  readonly app: string;
  readonly route: RouteDefinition;
}

const tables: Record<string, Readonly<Record<string, RouteDefinition>>[]> = {
  product: [productRoutes],
  user: [userRoutes],
  inventory: [inventoryRoutes, inventoryStaffRoutes],
  order: [orderRoutes, orderStaffRoutes],
  payment: [paymentRoutes, paymentStaffRoutes],
  logistics: [logisticsRoutes],
};

/** Every route that the shop's services serve, from their contracts. */
export const servedRoutes: readonly ServedRoute[] = Object.entries(tables).flatMap(([app, some]) =>
  some.flatMap((table) => Object.values(table).map((route) => ({ app, route }))),
);
