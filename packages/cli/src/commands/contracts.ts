import {
  type Contracts,
  compareContracts,
  publishContracts,
  releaseContracts,
} from "@caravan/contract-check";
import { Trouble } from "@caravan/toolchain";
import { Command } from "commander";

const describe = ({ events, services }: Contracts) =>
  `${Object.keys(events).length} events and ${Object.values(services).flatMap(Object.keys).length} routes`;

async function check(): Promise<void> {
  const { current, released, faults, published } = await compareContracts();
  for (const fault of faults) console.log(fault);
  if (faults.length > 0)
    throw new Trouble(`${faults.length} changes break those who use the contracts of the last release.`, [
      "Only add what is optional. For anything else make a new version (order.confirmed.v2, /v2/orders) beside the old one.",
      "A break that mends a fault goes into packages/contracts/released/accepted.json: the line above, and why.",
    ]);
  if (!published)
    throw new Trouble("packages/contracts/schemas is not what the contracts say.", [
      "./caravan contracts publish",
    ]);
  console.log(`${describe(current)} are compatible with the last release (${describe(released)}).`);
}

async function release(): Promise<void> {
  await check();
  const released = await releaseContracts();
  console.log(`Released ${describe(released)}: what comes next must be compatible with them.`);
}

async function publish(): Promise<void> {
  console.log(`Published ${describe(await publishContracts())} in packages/contracts/schemas.`);
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
