import { fuzz } from "@caravan/lab/fuzz";
import { deployedApps, namespaces } from "@caravan/toolchain";
import { Command } from "commander";
import { appNamed } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession } from "../session.ts";

export const fuzzCommand = (): Command =>
  new Command("fuzz")
    .description(
      "property-based fuzzing of every OpenAPI document of the shop: no 5xx, replies as documented",
    )
    .argument("[apps...]", "default: all")
    .option("--examples <n>", "most requests per operation", "25")
    .option("--seed <n>", "the same seed sends the same requests", "1")
    .action(async (names: string[], { examples, seed }: { examples: string; seed: string }) => {
      const { kube } = await openSession();
      const apps = names.length > 0 ? names.map((name) => appNamed(name)) : deployedApps();
      const served = apps.filter((app) => namespaceOf(app) === namespaces.shop && app !== "storefront");
      for (const app of served) {
        const result = await fuzz(kube, app, { examples: Number(examples), seed: Number(seed) });
        console.log(result.passed ? lastLines(result.output) : result.output);
        console.log(`${result.passed ? "ok  " : "FAIL"} ${app}\n`);
        if (!result.passed) process.exitCode = 1;
      }
    });

const lastLines = (text: string): string => text.trimEnd().split("\n").slice(-8).join("\n");
