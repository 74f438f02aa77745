import type { Redis } from "ioredis";
import type { TicketStore } from "../hand-over/store.ts";

/** Where a call is cut: before it reached the other side, or after it, with its answer lost. */
export type Cut = "before" | "after" | undefined;

const cutting = <Args extends unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
  next: () => Cut,
): ((...args: Args) => Promise<Result>) => {
  return async (...args) => {
    const cut = next();
    if (cut === "before") throw new Error("cut before the call");
    const result = await call(...args);
    if (cut === "after") throw new Error("cut after the call");
    return result;
  };
};

/** A connection whose calls are cut as `next` says: to its caller, the process died at that place. */
export const faultyRedis = (redis: Redis, next: () => Cut): Redis =>
  new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const call = async (...args: unknown[]): Promise<unknown> => Reflect.apply(value, target, args);
      return name === "evalsha" || name === "xrange" ? cutting(call, next) : value.bind(target);
    },
  });

/** A store whose transactions are cut as `next` says. */
export const faultyStore = (store: TicketStore, next: () => Cut): TicketStore => ({
  append: cutting(store.append, next),
  newest: cutting(store.newest, next),
  raise: cutting(store.raise, next),
});
