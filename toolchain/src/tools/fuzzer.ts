import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { buildOnce, keyOf } from "../cache.ts";
import { requirePython } from "../ground.ts";
import { Trouble } from "../trouble.ts";
import { toolFolder } from "./go-sources.ts";

const requirements = resolve(import.meta.dirname, "../../python/fuzzer.txt");

/** Schemathesis, ready to run: `python3 -m schemathesis.cli` with this PYTHONPATH. */
export const ensureFuzzer = async (): Promise<{ pythonPath: string }> => {
  const folder = toolFolder("schemathesis", keyOf(readFileSync(requirements)));
  await buildOnce(folder, async (unfinished) => {
    await requirePython();
    const venv = join(unfinished, "venv");
    await execa("python3", ["-m", "venv", venv]);
    const target = ["--target", join(unfinished, "lib"), "--only-binary=:all:", "-r", requirements];
    const pip = await execa(join(venv, "bin/pip"), ["install", "--quiet", ...target], { reject: false });
    if (pip.exitCode !== 0)
      throw new Trouble("pip could not fetch Schemathesis", [
        pip.stderr,
        "Check the network and pip's index setting.",
      ]);
    await execa("rm", ["-rf", venv]);
  });
  return { pythonPath: join(folder, "lib") };
};
