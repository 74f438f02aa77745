import { isDeepStrictEqual } from "node:util";
import { checkout, Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import { execa } from "execa";
import { readAccepted, unaccepted } from "../contracts/accepted.ts";
import { breaks } from "../contracts/breaks.ts";
import { type Contracts, currentContracts } from "../contracts/documents.ts";
import { publishedFolder, readContracts, releasedFolder, writeContracts } from "../contracts/folder.ts";

async function write(folder: string, contracts: Contracts): Promise<void> {
  await writeContracts(folder, contracts);
  await execa("pnpm", ["exec", "biome", "format", "--write", folder], { cwd: checkout });
}

const describe = ({ events, services }: Contracts) =>
  `${Object.keys(events).length} events and ${Object.values(services).flatMap(Object.keys).length} routes`;

async function check(): Promise<void> {
  const current = currentContracts();
  const [published, released, accepted] = await Promise.all([
    readContracts(publishedFolder),
    readContracts(releasedFolder),
    readAccepted(releasedFolder),
  ]);
  const faults = unaccepted(breaks(released, current), accepted);
  for (const fault of faults) console.log(fault);
  if (faults.length > 0)
    throw new Trouble(`${faults.length} changes break those who use the contracts of the last release.`, [
      "Only add what is optional. For anything else make a new version (order.confirmed.v2, /v2/orders) beside the old one.",
      "A break that mends a fault goes into packages/contracts/released/accepted.json: the line above, and why.",
    ]);
  if (!isDeepStrictEqual(published, current))
    throw new Trouble("packages/contracts/schemas is not what the contracts say.", [
      "./caravan contracts publish",
    ]);
  console.log(`${describe(current)} are compatible with the last release (${describe(released)}).`);
}

async function release(): Promise<void> {
  await check();
  const current = currentContracts();
  await write(releasedFolder, current);
  console.log(`Released ${describe(current)}: what comes next must be compatible with them.`);
}

async function publish(): Promise<void> {
  const current = currentContracts();
  await write(publishedFolder, current);
  console.log(`Published ${describe(current)} in packages/contracts/schemas.`);
}

export function contractsCommand(): Command {
  return new Command("contracts")
    .description(
      "the JSON Schemas of events and routes, and whether they keep what the last release promised",
    )
    .addCommand(
      new Command("publish").description("write packages/contracts/schemas from the code").action(publish),
    )
    .addCommand(
      new Command("check")
        .description("refuse what breaks those who were built to the last release")
        .action(check),
    )
    .addCommand(
      new Command("release")
        .description("make the contracts at hand those that are promised: packages/contracts/released")
        .action(release),
    );
}
