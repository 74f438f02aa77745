import * as v from "valibot";
import { callBuildingBlock } from "./building-block.ts";
import { componentNames } from "./component-names.ts";
import type { Transport } from "./transport.ts";
import { type Watch, type WatchOptions, watchKeys } from "./watch.ts";

/** Settings that change while services run. */
export interface Configuration {
  /** Reads the current values; a key without a value is absent. */
  get(keys: readonly string[]): Promise<Record<string, string>>;
  /**
   * Follows keys: daprd pushes changes, a poll every 30 to 60 seconds finds those without a push, and only values
   * that fit `schema` are applied; otherwise the last valid ones stay in force.
   *
   * @param schema the schema of all values, from strings: `v.object({ "order.hold-minutes": v.pipe(v.string(), …) })`
   * @param onChange called with every valid set of values that differs from the previous one
   */
  watch<S extends v.GenericSchema>(
    keys: readonly string[],
    schema: S,
    onChange: (values: v.InferOutput<S>) => void,
  ): Watch<v.InferOutput<S>>;
  /** Called by `subscriptions()` when the sidecar pushes a change. */
  changed(key: string): void;
  /** Ends every watch. */
  close(): void;
}

const Items = v.record(v.string(), v.object({ value: v.optional(v.string(), "") }));
const Subscribed = v.object({ id: v.string() });

const api = `/v1.0/configuration/${componentNames.configuration}`;
const keyQuery = (keys: readonly string[]): string =>
  new URLSearchParams(keys.map((key) => ["key", key])).toString();

/**
 * Makes {@link Configuration} over daprd's HTTP API; the SDK can do it over gRPC only, and loses a broken stream in silence.
 *
 * @param options options of watches; tests make the poll fast
 */
export const createConfiguration = (transport: Transport, options: WatchOptions): Configuration => {
  const watches = new Set<{ changed(key: string): void; stop(): void }>();

  const get: Configuration["get"] = async (keys) => {
    const reply = await callBuildingBlock(transport, { method: "GET", path: `${api}?${keyQuery(keys)}` });
    const items = reply.body === "" ? {} : v.parse(Items, JSON.parse(reply.body));
    return Object.fromEntries(Object.entries(items).map(([key, { value }]) => [key, value]));
  };

  return {
    get,
    watch(keys, schema, onChange) {
      const watch = watchKeys({
        keys,
        schema,
        onChange,
        options,
        get,
        async subscribe() {
          const path = `${api}/subscribe?${keyQuery(keys)}`;
          const reply = await callBuildingBlock(transport, { method: "GET", path });
          return v.parse(Subscribed, JSON.parse(reply.body)).id;
        },
        async unsubscribe(id) {
          await callBuildingBlock(transport, { method: "GET", path: `${api}/${id}/unsubscribe` });
        },
      });
      watches.add(watch);
      return watch;
    },
    changed(key) {
      for (const watch of watches) watch.changed(key);
    },
    close() {
      for (const watch of watches) watch.stop();
      watches.clear();
    },
  };
};
