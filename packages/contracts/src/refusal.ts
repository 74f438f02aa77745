/**
 * The ways a service says no. A kind says what sort of "no" it is: domain code names it, and never a status.
 */
export const refusalKinds = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not-found",
  "method-not-allowed",
  "conflict",
  "too-large",
  "unsupported-media-type",
  "unprocessable",
  "too-many",
  "unavailable",
  "deadline",
] as const;

/** One entry of {@link refusalKinds}. */
export type RefusalKind = (typeof refusalKinds)[number];

/** The HTTP status of each kind: services answer with it, and clients read the kind back from it. */
export const refusalStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  unprocessable: 422,
  "too-many": 429,
  unavailable: 503,
  deadline: 504,
} as const satisfies Record<RefusalKind, number>;

/** The kind of refusal that a status stands for, if any. */
export const refusalKindOf = (status: number): RefusalKind | undefined =>
  refusalKinds.find((kind) => refusalStatus[kind] === status);

/** What is wrong with one field of the input: `field` is a dotted path such as `lines.0.quantity`. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** The parts of a {@link Refusal}. */
export interface RefusalOptions {
  readonly kind: RefusalKind;
  /** Stable slug that programs may test for, such as `out-of-stock`. */
  readonly code: string;
  /** One sentence for people: the problem and what to do. Never holds internals or secrets. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which the same request may be tried again; becomes `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** The error behind it; logged, never sent. */
  readonly cause?: unknown;
}

/**
 * An expected "no": thrown by domain and use cases, turned into an RFC 9457 problem document at the edge,
 * and rebuilt from that document by the caller's client, with the same kind and code.
 *
 * @example
 * throw new Refusal({ kind: "conflict", code: "out-of-stock", detail: "Only 2 pieces of CAR-0001 are left." });
 */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;

  constructor(options: RefusalOptions) {
    super(
      `${options.code}: ${options.detail}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = "Refusal";
    this.kind = options.kind;
    this.code = options.code;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
