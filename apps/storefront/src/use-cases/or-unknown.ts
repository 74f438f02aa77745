import { Refusal } from "@caravan/contracts";
import { log } from "@caravan/service-kit";

/** Makes a call that pages can do without. Never rejects; undefined, and `failing` in the log, when there was no answer. */
export const orUnknown = async <T>(
  failing: string,
  call: () => Promise<T>,
  about: object = {},
): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    log.warn({ ...about, code: error instanceof Refusal ? error.code : "unexpected" }, failing);
    return undefined;
  }
};
