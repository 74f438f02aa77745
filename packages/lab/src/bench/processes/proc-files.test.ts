import { expect, test } from "vitest";
import { containerIn, parseMachineTicks, parseMemory, parseStat } from "./proc-files.ts";

test("a process is parsed with any characters in its name", () => {
  const line =
    "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 100 0 0 0 250 50 7 8 20 0 12 0 99887 1000000 500 18446744073709551615";
  expect(parseStat(line)).toEqual({ pid: 4711, name: "a) b (c", ticks: 300, startedAt: 99887 });
});

test("a process that has just ended is undefined", () => {
  expect(parseStat("")).toBeUndefined();
});

const id = "933a13848a0ee2a56a2604b0d5f78fb2cd398e28e86560f4a1d193c003212201";

test.each([
  ["containerd, cgroup v1", `4:memory:/caravan/kubepods/burstable/pod7e2ce62f/${id}\n0::/\n`],
  [
    "containerd, cgroup v2 with systemd",
    `0::/kubepods.slice/kubepods-pod7e.slice/cri-containerd-${id}.scope\n`,
  ],
  ["CRI-O", `0::/kubepods.slice/kubepods-pod7e.slice/crio-${id}.scope\n`],
])("the container is found in the control group of %s", (_, cgroup) => {
  expect(containerIn(cgroup)).toBe(id);
});

test("a process outside of containers is in none", () => {
  expect(containerIn("9:name=systemd:/caravan-main-f2af6c09\n0::/\n")).toBeUndefined();
});

test("stolen and idle time are not busy time", () => {
  const ticks = parseMachineTicks("cpu  100 10 50 800 40 5 6 20 0 0\ncpu0 1 2 3\n");
  expect(ticks).toEqual({ busy: 171, stolen: 20, total: 1031 });
});

test("memory is read in bytes", () => {
  const text =
    "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:             1024 kB\nPss:              512 kB\n";
  expect(parseMemory(text, "Rss")).toBe(1024 * 1024);
  expect(parseMemory(text, "Pss")).toBe(512 * 1024);
});
