import { styleText } from "node:util";
import { keptFiguresCheck } from "@caravan/lab/bench";
import { type Check, commandCheck, type Outcome, summary, vitestCheck } from "@caravan/lab/checks";
import { interruptible, printError } from "@caravan/terminal";
import { clusterToolNames, ensureAptPackages, ensureTools, pins } from "@caravan/toolchain";
import { Command, InvalidArgumentError } from "commander";
import { runningCluster } from "../embedded.ts";
import { openEmbedded } from "../session.ts";
import { embedded } from "../target/remembered.ts";
import { chooseTarget } from "../target/target.ts";
import { stopEmbedded } from "./down.ts";
import { up } from "./up.ts";

/** They write nothing, and no one of them uses all cores all the time. */
const sideBySide: Check[] = [
  commandCheck("format and lint", "pnpm", "exec", "biome", "check", "."),
  commandCheck("types", "pnpm", "exec", "tsc", "--noEmit"),
  commandCheck(
    "boundaries, and circles of imports, types included",
    "pnpm",
    "exec",
    "depcruise",
    "--config",
    ".dependency-cruiser.js",
    "apps",
    "packages",
    "toolchain",
    "tools",
  ),
  commandCheck("dead code and unused dependencies", "pnpm", "exec", "knip"),
];

const unitTests = vitestCheck("unit tests", "vitest.config.ts");

/** The programs that unit tests run. */
export const unitTestTools = ["helm", "mariadbd", "mariadb", "promtool", "amtool", "alertmanager"] as const;

const showName = ({ name }: Check): void =>
  console.log(styleText("bold", `\n== ${name}`, { stream: process.stdout }));

const run = async (check: Check): Promise<Ran> => {
  showName(check);
  return measured(check);
};

/** Shows the output of each when it has ended. */
const runSideBySide = (checks: readonly Check[]): Promise<Ran[]> =>
  Promise.all(
    checks.map(async (check) => {
      const ran = await measured(check);
      showName(check);
      if (ran.output) console.log(ran.output);
      return ran;
    }),
  );

const measured = async (check: Check): Promise<Ran> => {
  const since = Date.now();
  const outcome = await check.run().catch((error: unknown) => {
    printError(error);
    return { passed: 0, failed: 1 };
  });
  return { name: check.name, seconds: (Date.now() - since) / 1000, ...outcome };
};

/** All programs of the checks, built or installed beforehand: a test must not time out because a program is compiled. */
const tools = (quick: boolean): Check => ({
  name: "programs that the checks need",
  async run() {
    await ensureAptPackages([...pins.aptPackages.images, ...(quick ? [] : pins.aptPackages.tests)]);
    await ensureTools([...unitTestTools, ...(quick ? [] : ([...clusterToolNames, "istioctl"] as const))]);
    return { passed: 1, failed: 0 };
  },
});

const proofs = (words: readonly string[]): Check =>
  vitestCheck("proofs in the mesh", "apps/e2e/vitest.config.ts", words);

interface Ran extends Outcome {
  name: string;
  seconds: number;
}

/** The proofs need the shop; one that this command starts is stopped and wiped again, whatever happens. */
const runProofs = async (words: readonly string[]): Promise<Ran[]> => {
  const started = !(await runningCluster());
  const broughtUp = await run({
    name: "the shop comes up",
    run: async () => {
      // What watches the shop is part of most proofs. A proof by its name brings it up if it needs it.
      await up({ observability: words.length === 0 });
      return { passed: 1, failed: 0 };
    },
  });
  try {
    return broughtUp.failed > 0
      ? [broughtUp]
      : [
          broughtUp,
          await interruptible(
            () => run(proofs(words)),
            async () => undefined,
          ),
          // After the proofs, which look at metrics and alerts: this is traffic too.
          ...(words.length === 0 ? [await run(keptFiguresCheck(openEmbedded))] : []),
        ];
  } finally {
    if (started) await stopEmbedded({ wipe: true });
  }
};

const slowFiles = 12;

/** The results of the checks, the failures by name, and the slowest files. */
const report = ({ name, passed, failed, seconds, failures = [], files = [] }: Ran): string => {
  const mark =
    failed > 0
      ? styleText("red", "FAIL", { stream: process.stdout })
      : styleText("green", "ok  ", { stream: process.stdout });
  const slow = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, slowFiles);
  return [
    `${mark} ${name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
    ...failures.map((failure) => `       ${failure}`),
    ...slow.map((file) => `     ${file.seconds.toFixed(1).padStart(7)} s  ${file.name}`),
  ].join("\n");
};

export const testCommand = (): Command => {
  return new Command("test")
    .description(
      "all checks: format, lint, types, boundaries, dead code, unit tests, charts, then the proofs in the mesh",
    )
    .argument("[words...]", "only the proofs whose file names have one of these words in them")
    .option("--quick", "without the mesh and its proofs")
    .option("--long", "with the proofs that take minutes each")
    .action(async (words: string[], { quick = false, long = false }: { quick?: boolean; long?: boolean }) => {
      if (quick && words.length > 0) {
        throw new InvalidArgumentError("Words choose proofs, and --quick leaves all proofs out.");
      }
      chooseTarget(embedded); // whatever is the current cluster: proofs break things
      if (long) process.env.CARAVAN_LONG = "1";
      const ran: Ran[] = [await run(tools(quick))];
      if (words.length === 0) ran.push(...(await runSideBySide(sideBySide)), await run(unitTests));
      if (!quick) ran.push(...(await runProofs(words)));
      console.log("");
      for (const one of ran) console.log(report(one));
      console.log(summary(ran));
      if (ran.some(({ failed }) => failed > 0)) process.exitCode = 1;
    });
};
