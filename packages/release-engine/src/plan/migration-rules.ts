import type { Flaw } from "./fault.ts";
import type { PlanFile } from "./plan-file.ts";

/** As charts/service takes them: the Job gets them as a list with commas. */
const migrationName = /^[A-Za-z0-9_-]{1,100}$/;

/** What is wrong with the names of migrations. */
export const migrations = ({
  migrations: all,
}: {
  readonly migrations: PlanFile["migrations"] | undefined;
}): Flaw[] => {
  if (!all) return [];
  const { expand, contract } = all;
  const unnamed = (["expand", "contract"] as const).flatMap((stage) =>
    all[stage].flatMap((name, index): Flaw[] =>
      migrationName.test(name)
        ? []
        : [
            {
              ...{ path: ["migrations", stage, index], problem: `"${name}" is the name of no migration.` },
              remedy: "Write its file's name without .sql: 0002_drop-text.",
            },
          ],
    ),
  );
  const both = contract.flatMap((name, index): Flaw[] =>
    expand.includes(name)
      ? [
          {
            path: ["migrations", "contract", index],
            problem: `"${name}" is to run before v2 starts, and not before the version before is gone.`,
            remedy: "Name it once: under expand, or under contract.",
          },
        ]
      : [],
  );
  if (contract.length === 0 || expand.length > 0) return [...unnamed, ...both];
  const problem = "What is contracted was not expanded by this release.";
  const remedy = "Name the migration that made room under expand, or contract one release later.";
  return [...unnamed, { path: ["migrations", "contract"], problem, remedy }];
};
