import { newService, type Plan, planService } from "@caravan/scaffold";
import { checkout } from "@caravan/toolchain";
import { Command } from "commander";

const list = ({ added, changed, generated }: Plan): string =>
  [
    ...added.map(({ path }) => `  new        ${path}`),
    ...changed.map(({ path }) => `  a line in  ${path}`),
    ...generated.map((path) => `  generated  ${path}`),
  ].join("\n");

const next = ({ name }: Plan): string =>
  [
    [`packages/contracts/src/${name}.ts`, "routes, their callers, events; then ./caravan contracts publish"],
    [`apps/${name}/src/domain`, "what it decides; the note is an example"],
    [`apps/${name}/src/database/schema.ts`, `tables; then pnpm --filter @caravan/${name} migrations <name>`],
    [`apps/${name}/ownership.yaml`, "whose each route is"],
    [`charts/values/${name}.yaml`, "secrets, timeouts, partners, all else"],
    ["./caravan up", "it comes up beside the others"],
  ]
    .map(([place, what]) => `  ${place}\n      ${what}`)
    .join("\n");

const service = async (name: string, { dryRun = false }: { dryRun?: boolean }): Promise<void> => {
  const plan = dryRun ? planService(checkout, name) : await newService(checkout, name);
  console.log(dryRun ? list(plan) : `${list(plan)}\n\nNext:\n${next(plan)}`);
};

export const newCommand = (): Command =>
  new Command("new")
    .description("make something new of a template")
    .addCommand(
      new Command("service")
        .description("a service: its folder, its contract and its values")
        .argument("<name>", "letters a to z: folder, host, database and commit scope")
        .option("--dry-run", "only list the files")
        .action(service),
    );
