/**
 * What one core spends on an order from placed to confirmed, in milliseconds, by process: `bench saga`, 64 buyers at a time, on the machine of
 * docs/benchmarks.md. Only relations are to be trusted on another machine.
 */
export const costs = {
  gateway: 1.12,
  order: 5.3,
  "order's daprd": 2.2,
  "order's Envoy": 1.46,
  payment: 3,
  "payment's daprd": 0.9,
  "payment's Envoy": 1.22,
  inventory: 1.35,
  "inventory's Envoy": 0.5,
  logistics: 1.45,
  "logistics' Envoy": 0.42,
  promotion: 0.95,
  "promotion's daprd": 0.39,
  MariaDB: 5.6,
  Redis: 0.36,
  bank: 2.1,
  /** The rest of the node, such as kubelet, containerd and their logs, and the other apps. */
  node: 4.4,
} as const;
export type Part = keyof typeof costs;

/** What makes a commit durable takes so long and no core; all commits that wait meanwhile share the next one. Milliseconds. */
export const flush = 1;

/** Processes that one thread runs. Each pod has its own; the others use as many cores as they get. */
export const singleThreaded: ReadonlySet<Part> = new Set([
  ...(["order", "order's Envoy", "payment", "payment's Envoy", "inventory", "inventory's Envoy"] as const),
  ...(["logistics", "logistics' Envoy", "promotion", "bank", "Redis"] as const),
]);

/** A part, or the wait until what was written is durable. */
export type Hop = Part | "commit";

const hops = (...all: readonly Hop[]): readonly Hop[] => all;
const stored = hops("MariaDB", "commit");
const fromShopper = hops("gateway", "order's Envoy", "order");
const invoke = hops("order's daprd", "order's Envoy");
const callback = hops("gateway", "payment's Envoy", "payment");
const atBank = hops("payment's daprd", "payment's Envoy", "bank", "MariaDB", "payment", ...stored);

/** The way of one order, hop by hop, as docs/performance.md counts it. A part's cost is spread evenly over its visits. */
export const way: readonly Hop[] = [
  // Placed: key, goods, order.
  ...hops(...fromShopper, ...stored, "order", ...invoke, "inventory's Envoy", "inventory", ...stored),
  ...hops("order", ...stored),
  // Its payment begins, at the bank too.
  ...hops(...fromShopper, ...stored, ...invoke, "payment's Envoy", "payment", ...stored, ...atBank),
  ...hops("order", ...stored),
  // Paid at the bank's page; the bank calls back; order hears of it.
  ...hops("bank", ...stored, ...callback, ...stored),
  ...hops("payment's daprd", "Redis", "order's daprd", "order", ...stored),
  // Goods and money are taken.
  ...hops(...invoke, "inventory's Envoy", "inventory", ...stored),
  ...hops(...invoke, "payment's Envoy", "payment", ...stored, ...atBank, ...callback, "MariaDB"),
  // Confirmed: promotion hears of it, and the shipment is prepared.
  ...hops("order", ...stored, "order's daprd", "Redis", "promotion's daprd", "promotion", ...stored),
  ...hops(...invoke, "logistics' Envoy", "logistics", ...stored, "order", ...stored),
  "node",
];
