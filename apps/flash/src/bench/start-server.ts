import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";

/** As in the pods (`heap` in charts/service/values.yaml). */
const semiSpace = "--max-semi-space-size=8";

/** Starts a service of a bench as a process of its own, with V8's settings of the pods; resolves when it is ready. */
export const startServer = async (
  file: URL,
  port: number,
  flags: readonly string[] = [],
  parameters: readonly string[] = [],
) => {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [semiSpace, ...flags, fileURLToPath(file), ...parameters], {
    env: {
      ...{ PATH, HOME, NODE_ENV: "production", LOG_LEVEL: "error", APP_ID: "flash" },
      ...{ PORT: String(port), SIDECAR_PORT: String(port + 1), DRAIN_SECONDS: "0" },
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  for (;;) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (ready?.ok) break;
    await sleep(100);
  }
  return {
    child,
    /** Sends it a message, and parses what it answers. */
    ask: async <const Shape extends v.GenericSchema>(
      message: string,
      shape: Shape,
    ): Promise<v.InferOutput<Shape>> => {
      child.send(message);
      const [reply] = await once(child, "message");
      return v.parse(shape, reply);
    },
  };
};
