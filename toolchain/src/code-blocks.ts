import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./images/bundle.ts";

/** The code blocks of a Markdown file of the checkout whose fence says just this (`bash`), in their order. */
export const codeBlocks = (file: string, fence: string): string[] =>
  [...readFileSync(join(checkout, file), "utf8").matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].flatMap(
    ([, said, code = ""]) => (said === fence ? [code] : []),
  );
