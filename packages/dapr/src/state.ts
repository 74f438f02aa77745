import type { Refusal } from "@caravan/contracts";
import * as v from "valibot";
import { callBuildingBlock } from "./building-block.ts";
import { componentNames } from "./component-names.ts";
import { sidecarUnavailable } from "./refusals.ts";
import type { sdkBlocks } from "./sdk.ts";
import type { Transport } from "./transport.ts";

/** A stored value and the version it was read at. */
export interface StateEntry<T> {
  readonly value: T;
  /** Hand it to `save` or `delete`, and they refuse when somebody else wrote in between. */
  readonly etag: string | undefined;
}

/** Of the SDK's enums, `CONCURRENCY_FIRST_WRITE` and `CONSISTENCY_UNSPECIFIED`: importing them would load all of it. */
const firstWrite = { concurrency: 1, consistency: 0 } as const;

/** Values by key, for things that may be lost; what must not be lost belongs into the service's database. */
export interface State {
  /** Reads a value and checks it; a key without a value gives undefined. */
  get<S extends v.GenericSchema>(key: string, schema: S): Promise<StateEntry<v.InferOutput<S>> | undefined>;
  /**
   * Writes a value.
   *
   * @param options.etag write only if the value is still the one that was read
   * @param options.ifAbsent write only if there is no value yet
   * @param options.ttlSeconds forget the value after so long
   * @throws Refusal `state-conflict` when the etag is no longer the current one, or there is a value already
   */
  save(
    key: string,
    value: unknown,
    options?: { etag?: string; ifAbsent?: boolean; ttlSeconds?: number },
  ): Promise<void>;
  /** Forgets a value. @throws Refusal `state-conflict` when the etag is no longer the current one */
  delete(key: string, options?: { etag?: string }): Promise<void>;
}

/** The SDK resolves with what went wrong; it is the Refusal our transport threw. */
const throwIfFailed = ({ error }: { error?: Error | Refusal }): void => {
  if (error) throw error;
};

/**
 * A version that no value has, and first-write, which makes the Redis component compare it: daprd answers 409 when there is a
 * value. Without an etag first-write would answer 500.
 */
const whileAbsent = { etag: "0", options: firstWrite } as const;

/** Makes {@link State}: writes go through the SDK, reads do not, because the SDK's `get` loses the ETag. */
export const createState = (transport: Transport, blocks: ReturnType<typeof sdkBlocks>): State => ({
  async get(key, schema) {
    const reply = await callBuildingBlock(transport, {
      method: "GET",
      path: `/v1.0/state/${componentNames.state}/${encodeURIComponent(key)}`,
    });
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
    throwIfFailed(await blocks.state.save(componentNames.state, [entry]));
  },

  async delete(key, { etag } = {}) {
    const options = etag === undefined ? {} : { etag };
    throwIfFailed(await blocks.state.delete(componentNames.state, encodeURIComponent(key), options));
  },
});
