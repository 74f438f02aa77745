import { join } from "node:path";
import { instance } from "@caravan/cluster";
import { checkout, ensureTools, Trouble, until } from "@caravan/toolchain";
import { tiltPort } from "@caravan/toolchain/cluster";
import { execa } from "execa";
import type { Stage } from "../stage.ts";

/** Long enough for images and four rollouts on a busy machine. */
const startSeconds = 600;

/** Starts Tilt if needed and waits until everything is up; a Tilt started here is stopped, and the apps get their real images again. */
export const ensureTilt = async (stage: Stage): Promise<void> => {
  const tilt = (await ensureTools(["tilt"])).path("tilt");
  const port = ["--port", String(tiltPort(stage.addresses))];
  const ready = async () => {
    const all = ["wait", "--for=condition=Ready", "uiresources", "--all", "--timeout=5s", ...port];
    return (await execa(tilt, all, { reject: false })).exitCode === 0;
  };
  const runs = async () => (await execa(tilt, ["get", "session", ...port], { reject: false })).exitCode === 0;
  if (!(await runs())) await startTilt(stage);
  const patience = { timeoutSeconds: startSeconds, intervalMilliseconds: 500, signal: stage.signal };
  await until("Tilt", async () => (await ready()) || undefined, patience).catch(() => {
    stage.signal.throwIfAborted();
    throw new Trouble("Tilt does not get everything up.", ["Try: ./caravan dev --ci"]);
  });
};

const startTilt = async ({ note, atTheEnd }: Stage): Promise<void> => {
  const path = join(instance.directory, "tilt.log");
  note(`loop: starting ./caravan dev (its log: ${path}) …`);
  const output = { file: path };
  const dev = execa(join(checkout, "caravan"), ["dev", "--stream"], {
    stdin: "ignore",
    stdout: output,
    stderr: output,
    reject: false,
  });
  atTheEnd(async () => {
    note("loop: stopping Tilt, back to the real images …");
    dev.kill("SIGTERM");
    await dev;
    await execa(join(checkout, "caravan"), ["up"]);
  });
};
