import * as v from "valibot";

/**
 * By what a sale knows a device: a random name that it keeps, and that says nothing else of it. No proof: a device may forget its name, and a
 * program may make one up. Callers of one network address that name none are one device together.
 */
export const SaleDevice = v.pipe(
  v.string(),
  v.regex(/^[\w-]{16,64}$/, "must be 16 to 64 letters, digits, - or _, chosen at random"),
);
