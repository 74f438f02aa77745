import { Refusal } from "@caravan/contracts";
import * as v from "valibot";
import { callBuildingBlock } from "./building-block.ts";
import { componentNames } from "./component-names.ts";
import { sidecarUnavailable, stateUnavailable } from "./refusals.ts";
import type { sdkBlocks } from "./sdk.ts";
import type { Transport } from "./transport.ts";

/** A stored value and the version it was read at. */
export interface StateEntry<T> {
  readonly value: T;
  /** Pass it to `save` or `delete`, and they refuse when the value was written in between. */
  readonly etag: string | undefined;
}

/** Of the SDK's enums, `CONCURRENCY_FIRST_WRITE` and `CONSISTENCY_UNSPECIFIED`: importing them would load all of it. */
const firstWrite = { concurrency: 1, consistency: 0 } as const;

/** Values by key, for data that may be lost; other data belongs in the service's database. */
export interface State {
  /** Reads a value and checks it; a key without a value gives undefined. */
  get<S extends v.GenericSchema>(key: string, schema: S): Promise<StateEntry<v.InferOutput<S>> | undefined>;
  /**
   * Writes a value.
   *
   * @param options.etag write only if the value is still the one that was read
   * @param options.ifAbsent write only if there is no value yet
   * @param options.ttlSeconds lifetime of the value
   * @throws Refusal `state-conflict` when the etag is no longer the current one, or there is a value already;
   * `state-unavailable` when the store takes no writes, because it is full or for another reason
   */
  save(
    key: string,
    value: unknown,
    options?: { etag?: string; ifAbsent?: boolean; ttlSeconds?: number },
  ): Promise<void>;
  /** Deletes a value. @throws Refusal `state-conflict` when the etag is no longer the current one */
  delete(key: string, options?: { etag?: string }): Promise<void>;
}

/** Redis' error code of a full store. */
const full = /\bOOM command not allowed/;
const saysFull = ({ cause }: Error): boolean => cause instanceof Error && full.test(cause.message);
const isConflict = (error: Error): boolean => error instanceof Refusal && error.code === "state-conflict";

/**
 * A version that no value has, and first-write, which makes the Redis component compare it: daprd answers 409 when there is a
 * value. Without an etag first-write would answer 500.
 */
const whileAbsent = { etag: "0", options: firstWrite } as const;

/** Makes {@link State}: writes go through the SDK, reads do not, because the SDK's `get` loses the ETag. */
export const createState = (transport: Transport, blocks: ReturnType<typeof sdkBlocks>): State => {
  const read = (key: string) =>
    callBuildingBlock(transport, {
      method: "GET",
      path: `/v1.0/state/${componentNames.state}/${encodeURIComponent(key)}`,
    });

  /**
   * The SDK resolves with the error, which is the Refusal that our transport threw. daprd reports every failed write with an etag as
   * a mismatch (components-contrib state/redis/redis.go): it is one only if the value has another etag than the sent one.
   *
   * @param meant the sent etag; null for none, since there should be no value
   */
  const throwIfFailed = async (key: string, meant: string | null | undefined, error?: Error) => {
    if (error === undefined) return;
    if (saysFull(error)) throw stateUnavailable(error.cause);
    if (!isConflict(error) || meant === undefined) throw error;
    const { body, headers } = await read(key);
    const current = body === "" ? null : String(headers.etag);
    throw current === meant ? stateUnavailable(error.cause) : error;
  };

  return {
    async get(key, schema) {
      const reply = await read(key);
      if (reply.body === "") return undefined;
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), reply.body);
      if (!parsed.success) {
        throw sidecarUnavailable(new Error(`state ${key} does not fit its schema`, { cause: parsed.issues }));
      }
      const etag = reply.headers.etag;
      return { value: parsed.output, etag: etag === undefined ? undefined : String(etag) };
    },

    async save(key, value, { etag, ifAbsent = false, ttlSeconds } = {}) {
      const entry = {
        key,
        value,
        ...(etag === undefined ? {} : { etag }),
        ...(ifAbsent ? whileAbsent : {}),
        ...(ttlSeconds === undefined ? {} : { metadata: { ttlInSeconds: String(ttlSeconds) } }),
      };
      const { error } = await blocks.state.save(componentNames.state, [entry]);
      await throwIfFailed(key, ifAbsent ? null : etag, error);
    },

    async delete(key, { etag } = {}) {
      const options = etag === undefined ? {} : { etag };
      const { error } = await blocks.state.delete(componentNames.state, encodeURIComponent(key), options);
      await throwIfFailed(key, etag, error);
    },
  };
};
