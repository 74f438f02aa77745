import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Trouble } from "@caravan/toolchain";
import { ExecaError, execa } from "execa";
import { type Plan, planService } from "./plan.ts";

const vitest = ["pnpm", "exec", "vitest", "run"];
const biome = ["pnpm", "exec", "biome", "check", "--write"];

/** Links the new member of the workspace. The launcher need not do it again: it compares the lockfile with this copy. */
const link = async (checkout: string): Promise<void> => {
  await run(checkout, ["pnpm", "install", "--offline", "--no-frozen-lockfile"]);
  await copyFile(join(checkout, "pnpm-lock.yaml"), join(checkout, "node_modules/.caravan-lock.yaml"));
};

/** Programs that make the rest of what was written. Each may be run again. */
const generators = ({ added, changed, name }: Plan): string[][] => {
  const elsewhere = [...added, ...changed]
    .map(({ path }) => path)
    .filter((path) => !path.startsWith("apps/"));
  const lists = ["routes", "topics"].map((file) => `toolchain/src/checks/${file}.test.ts`);
  return [
    [...biome, `apps/${name}`, ...elsewhere.filter((path) => path.endsWith(".ts"))],
    [...vitest, "--update=all", "--testNamePattern", name, ...lists],
    ["./caravan", "contracts", "publish"],
  ];
};

const run = async (checkout: string, [program = "", ...args]: string[]): Promise<void> => {
  try {
    await execa(program, args, { cwd: checkout, stdin: "ignore", all: true });
  } catch (error) {
    const said = error instanceof ExecaError ? String(error.all) : String(error);
    throw new Trouble(
      `The files of the service are written, but this failed:\n\n  ${[program, ...args].join(" ")}\n\n${said}`,
      ["Mend what it says and run it again; or take the files away: git status shows them."],
    );
  }
};

/**
 * Makes a service: writes its folder, its contract and its values, enters the contract, and runs the generators.
 *
 * @returns what was written
 * @throws Trouble before anything is written when it cannot have this name
 */
export const newService = async (checkout: string, name: string): Promise<Plan> => {
  const plan = planService(checkout, name);
  for (const { path, content } of [...plan.added, ...plan.changed]) {
    await mkdir(dirname(join(checkout, path)), { recursive: true });
    await writeFile(join(checkout, path), content);
  }
  await link(checkout);
  for (const command of generators(plan)) await run(checkout, command);
  return plan;
};
