import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type StandIns, standInsFor } from "./stand-ins.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-stand-ins-"));
  const files = {
    "main.ts":
      'import { greet } from "./greet.ts"; import { again } from "./again.ts"; export default [greet("a"), again("b")];',
    "again.ts":
      'import { greet, shout } from "./greet.ts"; export const again = (name: string) => shout(greet(name));',
    "greet.ts":
      "export const greet = (who: string) => 'hello ' + who; export const shout = (text: string) => text + '!';",
    "rude.ts":
      'import { greet as real } from "./greet.ts"; export * from "./greet.ts"; export const greet = (name: string) => "no " + real(name);',
    "stale.ts":
      'import { salute } from "./greet.ts"; export * from "./greet.ts"; export const greet = salute;',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});
afterEach(() => rm(folder, { recursive: true }));

/** What the program makes of it. */
const run = async (standIns: StandIns): Promise<unknown> => {
  const { outputFiles } = await build({
    ...{
      entryPoints: [join(folder, "main.ts")],
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    },
    plugins: [standInsFor(standIns, folder)],
  });
  const text = outputFiles.map((file) => file.text).join("");
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).default;
};

test("every importer gets the stand-in, which hands the rest of the module on and may call it", async () => {
  expect(await run({})).toEqual(["hello a", "hello b!"]);
  expect(await run({ "greet.ts": "rude.ts" })).toEqual(["no hello a", "no hello b!"]);
});

test("a stand-in for what the bundle does not contain is refused", async () => {
  await expect(run({ "gone.ts": "rude.ts" })).rejects.toThrow("nothing imports");
});

test("a stand-in that names an export which is gone is refused", async () => {
  await expect(run({ "greet.ts": "stale.ts" })).rejects.toThrow(/No matching export .* for import "salute"/);
});
