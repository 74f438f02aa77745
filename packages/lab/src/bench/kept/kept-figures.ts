import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { table } from "@caravan/terminal";
import { cacheFolder, checkout } from "@caravan/toolchain";
import { execa } from "execa";
import * as v from "valibot";
import type { Check } from "../../checks/check.ts";
import { compared } from "../compare/benches.ts";
import type { Figure } from "../compare/figures.ts";
import { figure } from "../show.ts";
import { type OpenEmbedded, onStage } from "../stage.ts";

const Kept = v.object({
  commit: v.string(),
  at: v.string(),
  figures: v.array(v.object({ what: v.string(), value: v.number(), better: v.picklist(["more", "less"]) })),
});
/** The figures of a run, for the next one. */
export type Kept = v.InferOutput<typeof Kept>;

/** Beside the images and programs, which continuous integration keeps from one run to the next. */
const keptFile = (): string => cacheFolder("figures", "last.json");

/** The figures of the last run; none when there was no run, or its file is of another form. */
export const readKept = async (file: string): Promise<Kept | undefined> => {
  const text = await readFile(file, "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Kept), text);
  return parsed.success ? parsed.output : undefined;
};

/** Keeps the figures of this run in place of the last ones. */
export const writeKept = async (file: string, kept: Kept): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(kept, null, 2));
  await rename(`${file}.part`, file);
};

const change = (before: Figure | undefined, { value, better }: Figure): string => {
  if (before === undefined || before.value === 0) return "–";
  const percent = Math.round((value / before.value - 1) * 100);
  const reading = percent === 0 ? "" : percent > 0 === (better === "more") ? " better" : " worse";
  return `${percent > 0 ? "+" : ""}${percent} %${reading}`;
};

/** The figures of this run beside those of the last one. One run each: what is noise `bench compare` tells. */
export const showChange = (last: Kept | undefined, now: Kept): string =>
  table(
    ["figure", last === undefined ? "last" : `${last.commit}, ${last.at}`, now.commit, "change"],
    now.figures.map((one) => {
      const before = last?.figures.find(({ what }) => what === one.what);
      return [
        one.what,
        before === undefined ? "–" : figure(before.value),
        figure(one.value),
        change(before, one),
      ];
    }),
    [1, 2, 3],
  );

const load = { seconds: 3, connections: [16] };

/** A few figures of the shop that is up, the change since the last run, and what it is held against next time. It fails no run. */
export const keptFiguresCheck = (open: OpenEmbedded): Check => ({
  name: "figures, beside those of the last run",
  async run() {
    try {
      const figures = await onStage(await open(), async (stage) => [
        ...((await compared.orders?.(stage, load)) ?? []),
        ...((await compared.pages?.(stage, load)) ?? []),
      ]);
      const { stdout: commit } = await execa("git", ["describe", "--always", "--dirty"], { cwd: checkout });
      const now = { commit, at: new Date().toISOString().slice(0, 16).replace("T", " "), figures };
      console.log(showChange(await readKept(keptFile()), now));
      await writeKept(keptFile(), now);
    } catch (error) {
      console.log(`Not measured: ${error instanceof Error ? error.message : String(error)}`);
    }
    return { passed: 1, failed: 0 };
  },
});
