import type { Dashboard } from "./dashboard.ts";
import { events, mesh } from "./mesh.ts";
import { months } from "./months.ts";
import { node } from "./node.ts";
import { pods } from "./pods.ts";
import { release } from "./release.ts";
import { services } from "./services.ts";
import { saga, shop } from "./shop.ts";
import { slo } from "./slo.ts";
import { stores } from "./stores.ts";

/** Every dashboard, in the order in which they are offered. */
export const dashboards: readonly Dashboard[] = [
  slo,
  services,
  shop,
  saga,
  events,
  mesh,
  stores,
  pods,
  node,
  release,
  months,
];
