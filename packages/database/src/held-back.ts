import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";

const Journal = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ entries: v.array(v.looseObject({ tag: v.string() })) }),
);
const journalOf = (folder: string): string => join(folder, "meta/_journal.json");

/** Which migrations of a folder run. */
export interface Held {
  /** These, and all that come after the first of them, run later. */
  readonly heldBack?: readonly string[];
  /** One that is to have run when this ends. */
  readonly named?: string | undefined;
}

/** How many of the migrations run. @throws Error when a name is not there, or the named one is held back */
const countOf = (all: readonly string[], { heldBack = [], named }: Held): number => {
  const missing = [...heldBack, ...(named === undefined ? [] : [named])].find((name) => !all.includes(name));
  if (missing !== undefined)
    throw new Error(
      `There is no migration ${missing} in this image; its last ones are: ${all.slice(-5).join(", ")}.`,
    );
  const first = Math.min(all.length, ...heldBack.map((name) => all.indexOf(name)));
  if (named !== undefined && all.indexOf(named) >= first)
    throw new Error(
      `Migration ${named} comes after ${all[first]}, which runs later. Order them so, and name both in the plan.`,
    );
  return first;
};

/**
 * Does something with a folder of migrations that ends before those that are held back: a copy, unless all are to run.
 *
 * @throws Error when a name is not there, or the named one is held back; what `use` throws
 */
export const withoutHeldBack = async (
  folder: string,
  held: Held,
  use: (folder: string) => Promise<void>,
): Promise<void> => {
  if (held.named === undefined && !held.heldBack?.length) return use(folder);
  const journal = v.parse(Journal, await readFile(journalOf(folder), "utf8"));
  const count = countOf(
    journal.entries.map(({ tag }) => tag),
    held,
  );
  if (count === journal.entries.length) return use(folder);
  const copy = await mkdtemp(join(tmpdir(), "migrations-"));
  try {
    await cp(folder, copy, { recursive: true });
    const shorter = { ...journal, entries: journal.entries.slice(0, count) };
    await writeFile(journalOf(copy), JSON.stringify(shorter));
    await use(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};
