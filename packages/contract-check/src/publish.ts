import { execa } from "execa";
import { type Contracts, currentContracts } from "./documents.ts";
import { publishedFolder, releasedFolder, writeContracts } from "./folder.ts";

const write = async (folder: string): Promise<Contracts> => {
  const current = currentContracts();
  await writeContracts(folder, current);
  await execa("pnpm", ["exec", "biome", "format", "--write", folder], { cwd: import.meta.dirname });
  return current;
};

/** Writes the contracts to `packages/contracts/schemas`. */
export const publishContracts = (): Promise<Contracts> => write(publishedFolder);

/** Releases the contracts: writes them to `packages/contracts/released`, and empties its list of accepted breaks. */
export const releaseContracts = (): Promise<Contracts> => write(releasedFolder);
