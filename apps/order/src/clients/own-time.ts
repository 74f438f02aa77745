import { AsyncLocalStorage } from "node:async_hooks";

/** Runs calls outside of the current request: with their own timeout instead of its deadline, which may be over. */
export const onOwnTime: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
