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

const check = async (): Promise<void> => {
  const { current, released, faults, published } = await compareContracts();
  for (const fault of faults) console.log(fault);
  if (faults.length > 0)
    throw new Trouble(`${faults.length} changes break clients of the last release.`, [
      "Only add what is optional. For anything else make a new version (order.confirmed.v2, /v2/orders) beside the old one.",
      "A break that fixes a fault goes into packages/contracts/released/accepted.json: the line above, and the reason.",
    ]);
  if (!published)
    throw new Trouble("packages/contracts/schemas differs from the contracts.", [
      "./caravan contracts publish",
    ]);
  console.log(`${describe(current)} are compatible with the last release (${describe(released)}).`);
};

const release = async (): Promise<void> => {
  await check();
  const released = await releaseContracts();
  console.log(`Released ${describe(released)}: later contracts must be compatible with them.`);
};

const publish = async (): Promise<void> => {
  console.log(`Published ${describe(await publishContracts())} in packages/contracts/schemas.`);
};

export const contractsCommand = (): Command =>
  new Command("contracts")
    .description("the JSON Schemas of events and routes, and their compatibility with the last release")
    .addCommand(
      new Command("publish").description("write packages/contracts/schemas from the code").action(publish),
    )
    .addCommand(
      new Command("check").description("refuse changes that break clients of the last release").action(check),
    )
    .addCommand(
      new Command("release")
        .description("release the current contracts: packages/contracts/released")
        .action(release),
    );
