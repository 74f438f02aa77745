import { styleText } from "node:util";
import { clusterToolNames, ensureAptPackages, ensureTools, pins } from "@caravan/toolchain";
import { Command } from "commander";
import { type Check, type Outcome, summary } from "../checks/check.ts";
import { commandCheck } from "../checks/command.ts";
import { vitestCheck } from "../checks/vitest.ts";
import { runningCluster } from "../embedded.ts";
import { embedded } from "../target/remembered.ts";
import { chooseTarget } from "../target/target.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { printError } from "../terminal/print-error.ts";
import { stopEmbedded } from "./down.ts";
import { up } from "./up.ts";

const withoutCluster: Check[] = [
  commandCheck("format and lint", "pnpm", "exec", "biome", "check", "."),
  commandCheck("types", "pnpm", "exec", "tsc", "--noEmit"),
  commandCheck(
    "boundaries",
    "pnpm",
    "exec",
    "depcruise",
    "--config",
    ".dependency-cruiser.js",
    "apps",
    "packages",
    "toolchain",
  ),
  commandCheck("dead code and unused dependencies", "pnpm", "exec", "knip"),
  vitestCheck("unit tests", "vitest.config.ts"),
];

/** Everything the checks call, built or installed beforehand: a test must not time out because a program is compiled. */
const tools = (quick: boolean): Check => ({
  name: "programs that the checks need",
  async run() {
    await ensureAptPackages([...pins.aptPackages.images, ...(quick ? [] : pins.aptPackages.tests)]);
    await ensureTools(quick ? ["helm", "mariadbd", "mariadb"] : [...clusterToolNames, "istioctl"]);
    return { passed: 1, failed: 0 };
  },
});

const proofs: Check = vitestCheck("proofs in the mesh", "apps/e2e/vitest.config.ts");

interface Ran extends Outcome {
  name: string;
  seconds: number;
}

async function run(check: Check): Promise<Ran> {
  console.log(styleText("bold", `\n== ${check.name}`, { stream: process.stdout }));
  const since = Date.now();
  const outcome = await check.run().catch((error: unknown) => {
    printError(error);
    return { passed: 0, failed: 1 };
  });
  return { name: check.name, seconds: (Date.now() - since) / 1000, ...outcome };
}

/** The proofs need the shop; one that this command starts is stopped and wiped again, whatever happens. */
async function runProofs(): Promise<Ran[]> {
  const started = !(await runningCluster());
  const broughtUp = await run({
    name: "the shop comes up",
    run: async () => {
      await up();
      return { passed: 1, failed: 0 };
    },
  });
  try {
    return broughtUp.failed > 0
      ? [broughtUp]
      : [
          broughtUp,
          await interruptible(
            () => run(proofs),
            async () => undefined,
          ),
        ];
  } finally {
    if (started) await stopEmbedded({ wipe: true });
  }
}

export function testCommand(): Command {
  return new Command("test")
    .description(
      "everything that is checked: format, lint, types, boundaries, dead code, unit tests, charts, then the proofs in the mesh",
    )
    .option("--quick", "without the mesh and its proofs")
    .option("--long", "with the proofs that take minutes each")
    .action(async ({ quick = false, long = false }: { quick?: boolean; long?: boolean }) => {
      chooseTarget(embedded); // whatever is the current cluster: proofs break things
      if (long) process.env.CARAVAN_LONG = "1";
      const ran: Ran[] = [await run(tools(quick))];
      for (const check of withoutCluster) ran.push(await run(check));
      if (!quick) ran.push(...(await runProofs()));
      console.log("");
      for (const { name, passed, failed, seconds } of ran) {
        const mark =
          failed > 0
            ? styleText("red", "FAIL", { stream: process.stdout })
            : styleText("green", "ok  ", { stream: process.stdout });
        console.log(`${mark} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`);
      }
      console.log(summary(ran));
      if (ran.some(({ failed }) => failed > 0)) process.exitCode = 1;
    });
}
