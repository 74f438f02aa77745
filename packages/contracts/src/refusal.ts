/**
 * The ways a service says no. A kind says what sort of "no" it is; only `service-kit` knows which HTTP status
 * a kind becomes, so domain code never mentions a status.
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

/** What is wrong with one field of the input: `field` is a dotted path such as `lines.0.quantity`. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

/** What a {@link Refusal} is made of. */
export interface RefusalOptions {
  readonly kind: RefusalKind;
  /** Stable slug that programs may test for, such as `out-of-stock`. */
  readonly code: string;
  /** One sentence for people: what was wrong and what to do. Never holds internals or secrets. */
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
