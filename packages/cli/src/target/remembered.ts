import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { instance } from "@caravan/cluster";
import { stateHome } from "@caravan/toolchain/cluster";
import * as v from "valibot";

/** The name of the embedded cluster in place of a context. */
export const embedded = "embedded";

const KnownContext = v.object({ kubeconfig: v.string(), registry: v.optional(v.string()) });
export type KnownContext = v.InferOutput<typeof KnownContext>;

/** The target cluster of this checkout's commands, and the known contexts of `up --context` and `use`. */
const Remembered = v.object({ current: v.string(), contexts: v.record(v.string(), KnownContext) });
type Remembered = v.InferOutput<typeof Remembered>;

/** Beside the instance's own folder: wiping the embedded cluster keeps the data of others. */
const file = () => join(stateHome(), "targets", `${instance.name}.json`);

export const readRemembered = async (): Promise<Remembered> => {
  const text = await readFile(file(), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Remembered), text);
  return parsed.success ? parsed.output : { current: embedded, contexts: {} };
};

const write = async (remembered: Remembered): Promise<void> => {
  await mkdir(dirname(file()), { recursive: true, mode: 0o700 });
  await writeFile(`${file()}.part`, JSON.stringify(remembered, null, 2), { mode: 0o600 });
  await rename(`${file()}.part`, file());
};

/** Makes a cluster the current one. */
export const rememberCurrent = async (name: string, known?: KnownContext): Promise<void> => {
  const { contexts } = await readRemembered();
  await write({ current: name, contexts: known ? { ...contexts, [name]: known } : contexts });
};

/** Removes a context; the embedded cluster becomes current if this one was. */
export const forgetContext = async (name: string): Promise<void> => {
  const { current, contexts } = await readRemembered();
  const { [name]: _gone, ...others } = contexts;
  await write({ current: current === name ? embedded : current, contexts: others });
};
