import { newService, type Plan, planService } from "@caravan/scaffold";
import { checkout } from "@caravan/toolchain";
import { Command } from "commander";

const list = ({ added, changed, generated }: Plan): string =>
  [
    ...added.map(({ path }) => `  new        ${path}`),
    ...changed.map(({ path }) => `  a line in  ${path}`),
    ...generated.map((path) => `  generated  ${path}`),
  ].join("\n");

const next = ({ name }: Plan): string => `
What to edit:
  packages/contracts/src/${name}.ts    its routes, who may call them, its events; then ./caravan contracts publish
  apps/${name}/src/domain              what it decides; the note is an example
  apps/${name}/src/database/schema.ts  its tables; then pnpm --filter @caravan/${name} migrations <name>
  apps/${name}/ownership.yaml          whose each route is
  charts/values/${name}.yaml           secrets, timeouts, partners, all else
  apps/README.md                       its row

Try next:
  pnpm exec vitest run apps/${name}    its tests
  ./caravan up                         it comes up beside the others
  ./caravan logs ${name} -f`;

async function service(name: string, { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  if (dryRun) return console.log(list(planService(checkout, name)));
  const plan = await newService(checkout, name);
  console.log(`${list(plan)}\n${next(plan)}`);
}

export function newCommand(): Command {
  return new Command("new")
    .description("make something new of a template")
    .addCommand(
      new Command("service")
        .description(
          "a service with routes, events, database and tests: its folder, its contract and its values",
        )
        .argument("<name>", "letters a to z: folder, host, database and commit scope")
        .option("--dry-run", "only list the files")
        .action(service),
    );
}
