import { Refusal } from "@caravan/contracts";

export const productUnknown = (productId: string): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "product-unknown",
    detail: `There is no product ${productId}.`,
  });

export const pictureUnknown = (): Refusal =>
  new Refusal({
    kind: "not-found",
    code: "picture-unknown",
    detail: "There is no such picture; the path is in the product.",
  });

export const searchStarting = (): Refusal =>
  new Refusal({
    kind: "unavailable",
    code: "search-starting",
    detail: "The catalogue is still being read. Search again in a few seconds.",
    retryAfterSeconds: 2,
  });
