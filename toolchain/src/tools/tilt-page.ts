import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { execa } from "execa";
import * as v from "valibot";
import { Trouble } from "../trouble.ts";

const Sass = v.object({
  compile: v.custom<(file: string) => { css: string }>((value) => typeof value === "function"),
});

/**
 * Builds Tilt's web page from the `web/` folder of its Go module, for Tilt to embed: what the module's own build
 * makes with a thousand packages of tooling, made with esbuild and the packages that the page itself imports.
 *
 * @param web the module's `web/` folder
 * @param packages a folder with the page's package.json and lockfile
 * @param to where the page goes; its index.html is what Tilt looks for
 */
export const buildTiltPage = async (web: string, packages: string, to: string): Promise<void> => {
  const install = ["install", "--frozen-lockfile", "--ignore-workspace", "--ignore-scripts"];
  const { exitCode, stdout, stderr } = await execa("pnpm", [...install, "--node-linker=hoisted"], {
    cwd: packages,
    env: { CI: "true" },
    reject: false,
  });
  if (exitCode !== 0)
    throw new Trouble("pnpm could not fetch the packages of Tilt's web page", [
      ...`${stdout}\n${stderr}`.trim().split("\n").slice(-8),
      "Check the network, or put a released Tilt on PATH.",
    ]);
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: { main: "src/index.tsx" },
    nodePaths: [join(packages, "node_modules")],
    outdir: to,
    // Tilt serves only /static/ as files, and lets browsers keep those for a year.
    entryNames: "static/[name]-[hash]",
    assetNames: "static/[name]-[hash]",
    publicPath: "/",
    bundle: true,
    minify: true,
    metafile: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"', global: "window" },
    plugins: [scss(join(packages, "node_modules")), drawings],
    logLevel: "silent",
  });
  const built = Object.keys(metafile.outputs).map((file) => file.slice(file.indexOf("static/")));
  await cp(join(web, "public"), to, { recursive: true, filter: (file) => !file.endsWith("index.html") });
  const tags = built.map((file) =>
    file.endsWith(".css")
      ? `<link rel="stylesheet" href="/${file}">`
      : `<script defer src="/${file}"></script>`,
  );
  const index = await readFile(join(web, "public/index.html"), "utf8");
  await writeFile(join(to, "index.html"), index.replace("</head>", `${tags.join("")}</head>`));
};

/** Style sheets in Sass. */
const scss = (packages: string): Plugin => ({
  name: "scss",
  setup({ onLoad }) {
    onLoad({ filter: /\.scss$/ }, ({ path }) => {
      const sass = v.parse(Sass, createRequire(join(packages, "sass/package.json"))("sass"));
      return { contents: sass.compile(path).css, loader: "css" };
    });
  },
});

/** A style as React wants it: `{ strokeWidth: "2" }`. */
const styleOf = (text: string): Record<string, string> => {
  const pairs = text.split(";").map((pair) => pair.split(":").map((part) => part.trim()));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name && value ? [[propName(name), value]] : [])),
  );
};

/** React's name of an attribute: `className`, `strokeWidth`. */
const propName = (attribute: string): string => {
  if (attribute === "class") return "className";
  return attribute.replace(/[-:](\w)/g, (_, letter: string) => letter.toUpperCase());
};

/** Drawings that the page imports as React components: `import { ReactComponent as Close } from "./close.svg"`. */
const drawings: Plugin = {
  name: "drawings",
  setup({ onLoad }) {
    onLoad({ filter: /\.svg$/ }, async ({ path }) => {
      const [, attributes = "", children = ""] =
        /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(await readFile(path, "utf8")) ?? [];
      const props = Object.fromEntries(
        [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)]
          .filter(([, name = ""]) => !name.startsWith("xmlns"))
          .map(([, name = "", value = ""]) => [propName(name), name === "style" ? styleOf(value) : value]),
      );
      const contents = `import { createElement } from "react";
        const own = ${JSON.stringify({ ...props, dangerouslySetInnerHTML: { __html: children } })};
        export const ReactComponent = (props) => createElement("svg", { ...own, ...props });`;
      return { contents, loader: "js" };
    });
  },
};
