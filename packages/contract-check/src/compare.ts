import { isDeepStrictEqual } from "node:util";
import { readAccepted, unaccepted } from "./accepted.ts";
import { breaks } from "./breaks.ts";
import { type Contracts, currentContracts } from "./documents.ts";
import { publishedFolder, readContracts, releasedFolder } from "./folder.ts";

/** The code's contracts compared with the last release and with the published schemas. */
export interface Comparison {
  current: Contracts;
  released: Contracts;
  /** Breaks that are not accepted, and entries of the list that match no break. */
  faults: string[];
  /** Whether `packages/contracts/schemas` equals the code's contracts. */
  published: boolean;
}

/** Compares the contracts of this checkout. */
export const compareContracts = async (): Promise<Comparison> => {
  const current = currentContracts();
  const [published, released, accepted] = await Promise.all([
    readContracts(publishedFolder),
    readContracts(releasedFolder),
    readAccepted(releasedFolder),
  ]);
  return {
    current,
    released,
    faults: unaccepted(breaks(released, current), accepted),
    published: isDeepStrictEqual(published, current),
  };
};
