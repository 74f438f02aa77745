/**
 * What one core spends on a click of a flash sale, in milliseconds, as measured on the machine of docs/benchmarks.md (`bench flash`, orders
 * afterwards), by this package's bench and by the ticket store of apps/flash. Only relations are to be trusted on another machine.
 */
export const costs = {
  /** The gateway's Envoy: half of what Envoys spent on a click. */
  gateway: 0.42,
  /** A pod of flash: the app, and the other half, which is its own Envoy. */
  pod: 0.92,
  /** Redis: a piece or a place; "full". */
  ticket: 0.034,
  full: 0.017,
  /** A transaction that stores decisions of one sale, which are stored in turn: by itself, and for each decision. */
  transaction: 3,
  stored: 0.14,
  /** Everything that makes an order of a ticket: the difference of the two runs of `bench flash`, for each order. */
  order: 16,
} as const;

/** Limits of the shop, from its charts and code. */
export const limits = {
  /** Requests of one gateway to flash that are under way or wait. */
  perGateway: 1024 + 512,
  /** Decisions of one shard that may wait to be stored. */
  backlog: 2000,
  /** Decisions of one shard in a transaction, and shards of a transaction. */
  batch: 500,
  together: 16,
  /** How long a pod says "sold out" from memory, and how long the first asks wait for their lots. Milliseconds. */
  remembered: 1000,
  lots: 800,
} as const;

/** What is guessed of people and their lines, not measured. Milliseconds. */
export const guesses = {
  /** The median of their reaction; it is spread like a logarithm. */
  reaction: 700,
  spread: 0.5,
  /** From the browser to the gateway, at least and at most. */
  line: [30, 200],
  /** A page that was told to ask again does so after this, and as much again at most; so many times. */
  again: 1000,
  tries: 20,
} as const;
