import { spawnSync } from "node:child_process";
import { globSync, lstatSync, readFileSync } from "node:fs";
import { Detector, MemoryStore } from "@jscpd/core";
import { Tokenizer } from "@jscpd/tokenizer";
import { afterAll, expect, it } from "vitest";
import { meshServices } from "../declared-services.ts";
import { root } from "./manifests.ts";

const exclude = ["**/node_modules/**", "**/dist/**", "**/*.test.ts", "**/testing/**"];
const files = (...patterns: string[]): string[] =>
  patterns
    .flatMap((pattern) => globSync(pattern, { cwd: root, exclude }))
    .filter((file) => !lstatSync(`${root}/${file}`).isSymbolicLink());
const text = (file: string): string => readFileSync(`${root}/${file}`, "utf8");
const lines = (names: readonly string[]): number =>
  names.reduce((sum, file) => sum + text(file).split("\n").length - 1, 0);

const everyFile = globSync("{apps,packages,toolchain,tools}/**/*.ts", {
  cwd: root,
  exclude: ["**/node_modules/**", "**/dist/**"],
});

/** What declares, deploys and operates services. A service stands in none of it but its folder, its contract and its values. */
const machinery = files(
  "{Tiltfile,tilt/*}",
  "{mesh,components,charts}/**/templates/*",
  "charts/*/values.yaml",
  "packages/{cli,cluster,mesh,operations,terminal}/src/**/*.ts",
  "toolchain/src/**/*.ts",
);
const naming = (app: string): string[] =>
  machinery.filter((file) => new RegExp(`["'/:]${app}["'/:]`).test(text(file)));

/** Functions declared by `function`: an arrow function says the same. Generators have no other form. */
const declarations = everyFile.reduce(
  (sum, file) => sum + (text(file).match(/^ *(export |default |async )*function .*[({]$/gm)?.length ?? 0),
  0,
);

/** Pairs of places that repeat six lines and 60 tokens; of tests, whose set-ups are alike, none is counted. */
const repeatedBlocks = async (): Promise<string[]> => {
  const limits = { minLines: 6, maxLines: 1000, minTokens: 60 };
  const detector = new Detector(new Tokenizer(), new MemoryStore(), [], limits);
  const pairs = [];
  for (const file of files("{apps,packages,toolchain,tools}/**/*.ts"))
    pairs.push(...(await detector.detect(file, text(file), "typescript")));
  return pairs.map(({ duplicationA: a, duplicationB: b }) =>
    [a, b].map(({ sourceId, start }) => `${sourceId}:${start.line}`).join(" = "),
  );
};

/** Everything in YAML but what a program of ours wrote, which says so in its first line, and what others wrote: examples to import. */
const yaml = files(
  "pnpm-workspace.yaml",
  "{apps,charts,components,deploy,mesh,packages,toolchain}/**/*.{yaml,yml,tpl}",
).filter((file) => !/^# Written by|^lockfileVersion/.test(text(file)) && !file.includes("/fixtures/"));

/** What reads the text of a validation error itself: `fieldErrors` and `issueInWords` of contracts say it for people. */
const wordings = files("{apps,packages,toolchain}/**/*.ts").filter((file) =>
  /\bissue\.message\b/.test(text(file)),
);

const numbers: [what: string, now: number, most: number][] = [
  [
    "lines of YAML and templates in mesh/ and components/",
    lines(files("{mesh,components}/**/*.{yaml,tpl}")),
    // With the rate class of flash sales.
    1119,
  ],
  ["lines of YAML and templates that are written by hand, in all", lines(yaml), 5710],
  ["lines of packages/cli, without tests", lines(files("packages/cli/src/**/*.ts")), 4000],
  ["files over 200 lines, tests too", everyFile.filter((file) => lines([file]) > 200).length, 0],
  // "release" is the name of a command as well.
  [
    "services that the machinery names",
    meshServices().filter((app) => app !== "release" && naming(app).length > 0).length,
    3,
  ],
  [
    "files of the machinery that name the service named most",
    Math.max(...meshServices().map((app) => naming(app).length)),
    3,
  ],
  ["functions that are not arrow functions", declarations, 0],
  ["places beside contracts that word validation errors", wordings.length, 0],
  [
    "main.ts of more than 40 lines",
    files("{apps/*,packages/scaffold/template}/src/main.ts").filter((file) => lines([file]) > 40).length,
    0,
  ],
];
const pairs = await repeatedBlocks();

afterAll(() => {
  for (const [what, now, most] of numbers)
    console.log(`${String(now).padStart(6)} of at most ${most}: ${what}`);
  console.log(`${String(pairs.length).padStart(6)} of at most 0: pairs of repeated blocks`);
});

it.each(numbers)("%s: %i, and not more than %i", (_, now, most) => expect(now).toBeLessThanOrEqual(most));

it("no block of code stands twice", () => expect(pairs).toEqual([]));

/** Words that hide who or what is meant. A quotation in the glossary of CONTRIBUTING.md may hold them. */
const riddles = "(somebody|nobody|anybody|everybody|whoever|unless told|strangers?|misdeeds?)";
/** What is never edited, and this list. */
const exempt = [
  "packages/contracts/released",
  "apps/*/migrations/*",
  "LICENSE",
  "toolchain/src/checks/house.test.ts",
];
const quotation = /^CONTRIBUTING\.md:\d+:\|.*"/;

it("no text of ours hides who or what is meant", () => {
  const paths = exempt.map((path) => `:(top,exclude)${path}`);
  const grep = ["grep", "-nIiE", `\\b${riddles}\\b`, "--", ":(top)", ...paths];
  const { status, stdout } = spawnSync("git", grep, { cwd: root, encoding: "utf8" });
  const found = stdout.split("\n").filter((line) => line !== "" && !quotation.test(line));
  expect([status === 0 || status === 1, found]).toEqual([true, []]);
});
