import type { Context } from "@opentelemetry/api";

/**
 * A context as a chain. The API's own copies a map and makes three functions for every value that is set, which is a good part of
 * what a span costs; ours holds one value, the current span.
 */
class Link implements Context {
  readonly #key: symbol;
  readonly #value: unknown;
  readonly #rest: Context;
  constructor(key: symbol, value: unknown, rest: Context) {
    this.#key = key;
    this.#value = value;
    this.#rest = rest;
  }
  getValue(key: symbol): unknown {
    return key === this.#key ? this.#value : this.#rest.getValue(key);
  }
  setValue(key: symbol, value: unknown): Context {
    return new Link(key, value, key === this.#key ? this.#rest : this);
  }
  deleteValue(key: symbol): Context {
    return key === this.#key ? this.#rest : new Link(this.#key, this.#value, this.#rest.deleteValue(key));
  }
}

/** A context without a span. */
export const emptyContext: Context = {
  getValue: () => undefined,
  setValue: (key, value) => new Link(key, value, emptyContext),
  deleteValue: () => emptyContext,
};
