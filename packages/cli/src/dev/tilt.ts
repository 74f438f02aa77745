import { ensureTools } from "@caravan/toolchain";
import { execa } from "execa";
import { checkout } from "../platform/files.ts";
import type { Session } from "../session.ts";

/** Tilt's own port for a first checkout; each further slot has the next. */
const firstPort = 10350;

/** Where Tilt's page of this checkout is. */
export function tiltPort({ addresses }: Session): number {
  return firstPort + (addresses?.slot ?? 0);
}

export interface TiltOptions {
  /** Ends by itself: 0 when everything is up. */
  ci?: boolean;
  /** The log without the prompt that waits for a key. */
  stream?: boolean;
  signal?: AbortSignal;
}

/** Runs Tilt on the running system until it ends or is interrupted; returns its exit code. */
export async function runTilt(session: Session, { ci, stream, signal }: TiltOptions): Promise<number> {
  const { kube, shop } = session;
  const tilt = (await ensureTools(["tilt"])).path("tilt");
  const context = kube.context ? ["--context", kube.context] : [];
  const args = [...context, "--host", "localhost", "--port", String(tiltPort(session))];
  if (stream) args.push("--stream");
  // Tilt hears Ctrl-C itself and ends in order; this process waits for it.
  const wait = () => undefined;
  process.on("SIGINT", wait);
  try {
    const { exitCode } = await execa(tilt, [ci ? "ci" : "up", ...args], {
      cwd: checkout,
      stdio: "inherit",
      reject: false,
      env: {
        ...kube.environment,
        CARAVAN_SHOP: shop,
        CARAVAN_CONTEXT: kube.context ?? "caravan",
        TILT_DISABLE_ANALYTICS: "1",
        DO_NOT_TRACK: "1",
      },
      ...(signal ? { cancelSignal: signal } : {}),
    });
    return exitCode ?? 1;
  } finally {
    process.off("SIGINT", wait);
  }
}
