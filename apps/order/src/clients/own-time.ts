import { AsyncLocalStorage } from "node:async_hooks";

/** Runs calls outside the request at hand: with their own timeout instead of its deadline, which may be spent by now. */
export const onOwnTime: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();
