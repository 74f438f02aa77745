import type { Origin } from "@caravan/flash-admission";
import type { Terms } from "../domain/sale.ts";

/** Where a shopper comes from. */
export interface From {
  /** The client's network address, as the gateway saw it. */
  readonly address: string | undefined;
  /** As the client names it. */
  readonly device: string | undefined;
}

/**
 * What a shopper is counted at. Clients of one address that name no device are one device together, so leaving it out gains nothing. What they are
 * counted under is no name that a device may have.
 */
export const originsOf = (
  { perAddress, perDevice }: Pick<Terms, "perAddress" | "perDevice">,
  { address, device = `none, at ${address}` }: From,
): Origin[] => [
  ...(typeof perDevice === "number" ? [{ kind: "device", value: device, most: perDevice } as const] : []),
  ...(address === undefined ? [] : [{ kind: "address", value: address, most: perAddress } as const]),
];
