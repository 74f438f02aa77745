import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goModuleDir, replaceModule } from "./go-sources.ts";
import { buildTiltPage } from "./tilt-page.ts";

/** Changes with every change of how Tilt's sources are prepared. */
export const tiltRecipe: readonly string[] = ["tilt-sources.ts", "tilt-page.ts"].map((name) =>
  readFileSync(join(import.meta.dirname, name), "utf8"),
);

/**
 * Prepares Tilt's own module for the build, in `<source>/tilt`: its web page is built, to be embedded, and the command
 * `tilt lsp` (an editor's helper) is taken out, because it alone needs a C compiler.
 */
export const prepareTilt = async (source: string): Promise<void> => {
  const module = await goModuleDir("tilt");
  const copy = join(source, "tilt");
  await replaceModule("tilt", source, /^\/(web\/src|web\/\.yarn|node_modules|vendor)(\/|$)/);
  await leaveOut(join(copy, "internal/cli"));
  const page = join(source, "page");
  await buildTiltPage(join(module, "web"), page, join(copy, "pkg/assets/build"));
  await rm(page, { recursive: true });
};

const leaveOut = async (cli: string): Promise<void> => {
  await edit(join(cli, "cli.go"), [
    ['\t"go.lsp.dev/protocol"\n', ""],
    ['\t"github.com/tilt-dev/starlark-lsp/pkg/cli"\n', ""],
    ["\trootCmd.AddCommand(newLspCmd())\n", ""],
    [
      "\tl, cleanup := cli.NewLogger()\n\treturn protocol.WithLogger(context.Background(), l), cleanup\n",
      "\treturn context.Background(), func() {}\n",
    ],
  ]);
  await edit(join(cli, "lsp.go"), [
    [/import \([\s\S]*?\n\)\n/, lspImports],
    [/func reportLspInvocation[\s\S]*?\n}\n/, ""],
    [/func newLspCmd[\s\S]*$/, ""],
  ]);
};

/** What the types in lsp.go need that Tilt's generated wiring names. */
const lspImports = `import (
	tiltanalytics "github.com/tilt-dev/tilt/internal/analytics"
	"github.com/tilt-dev/tilt/internal/controllers/core/extension"
	"github.com/tilt-dev/tilt/internal/controllers/core/extensionrepo"
)
`;

const edit = async (file: string, changes: readonly [string | RegExp, string][]): Promise<void> => {
  let text = await readFile(file, "utf8");
  for (const [old, replacement] of changes) {
    if (text.split(old).length !== 2)
      throw new Error(`${file} must hold once: ${old}; this Tilt is another one`);
    text = text.replace(old, () => replacement);
  }
  await writeFile(file, text);
};
