import { join } from "node:path";
import { build } from "esbuild";

/** The programs that run in the bench's pods, each as one file: name → text. They go into a ConfigMap (at most 1 MiB). */
export const bundlePrograms = async (): Promise<Record<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: ["pod-load.ts", "echo.ts"].map((file) => join(import.meta.dirname, file)),
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    outdir: "/",
    outExtension: { ".js": ".mjs" },
    write: false,
    // Some dependencies are CommonJS and call require.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return Object.fromEntries(
    outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf("/") + 1), text]),
  );
};
