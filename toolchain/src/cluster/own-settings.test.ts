import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = resolve(import.meta.dirname, "../../cluster/own-settings.sh");
/** What the kubelet sets: the kernel keeps one of each for the whole machine. */
const settings = [
  "vm/overcommit_memory",
  "vm/panic_on_oom",
  "kernel/panic",
  "kernel/panic_on_oops",
  "kernel/keys/root_maxkeys",
  "kernel/keys/root_maxbytes",
].map((name) => `/proc/sys/${name}`);

const read = () => Promise.all(settings.map(async (file) => (await readFile(file, "utf8")).trim()));

/** As node.sh does it. */
const unshare = [
  "unshare",
  "-m",
  "-p",
  "--fork",
  "--kill-child=KILL",
  "--mount-proc",
  "--propagation",
  "private",
];
const possible = (await execa("unshare", [...unshare.slice(1), "true"], { reject: false })).exitCode === 0;

let folder: string;
let before: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-settings-"));
  before = await read();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  const now = await read();
  // A test that fails leaves the machine as it was.
  await Promise.all(
    settings.map((file, i) => (now[i] === before[i] ? undefined : writeFile(file, before[i] ?? ""))),
  );
});

test.runIf(possible)(
  "what the node sets in the kernel is not set for the machine, also when it is killed",
  async () => {
    const other = before.map((value) => (value === "1" ? "0" : "1"));
    const body = [
      `. ${script}; own_settings ${folder}/own || exit 1`,
      ...settings.map((file) => `cat ${file}`),
      ...settings.map((file, i) => `echo ${other[i]} > ${file}; cat ${file}`),
      "kill -KILL $$",
    ].join("\n");
    const { stdout } = await execa("unshare", [...unshare.slice(1), "bash", "-c", body], { reject: false });
    const said = stdout.split("\n");
    expect(said.slice(0, settings.length), "what the kubelet wants, so that it sets nothing").toEqual([
      ...["1", "0", "10", "1", "1000000", "25000000"],
    ]);
    expect(said.slice(settings.length), "the node's own").toEqual(other);
    expect(await read(), "the machine's").toEqual(before);
  },
);
