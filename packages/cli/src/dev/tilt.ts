import { checkout, ensureTools } from "@caravan/toolchain";
import { type Addresses, tiltPort } from "@caravan/toolchain/cluster";
import { execa } from "execa";
import type { Session } from "../session.ts";

const firstForward = 18080;

/** The first of the local ports forwarded to the apps' own ports, for paths that the ingress does not serve. */
const forwardPort = (addresses: Addresses | undefined): number => firstForward + 10 * (addresses?.slot ?? 0);

export interface TiltOptions {
  /** Exits on its own: 0 when everything is up. */
  ci?: boolean;
  /** The log without the interactive prompt. */
  stream?: boolean;
}

/** Runs Tilt on the running system until it ends or is interrupted; returns its exit code. */
export const runTilt = async (session: Session, { ci, stream }: TiltOptions): Promise<number> => {
  const { kube, shop, addresses } = session;
  const tilt = (await ensureTools(["tilt"])).path("tilt");
  const context = kube.context ? ["--context", kube.context] : [];
  const args = [...context, "--host", "localhost", "--port", String(tiltPort(addresses))];
  if (stream) args.push("--stream");
  const running = execa(tilt, [ci ? "ci" : "up", ...args], {
    cwd: checkout,
    stdio: "inherit",
    reject: false,
    env: {
      ...kube.environment,
      CARAVAN_SHOP: shop,
      CARAVAN_FORWARD_PORT: String(forwardPort(addresses)),
      CARAVAN_CONTEXT: kube.context ?? "caravan",
      TILT_DISABLE_ANALYTICS: "1",
      DO_NOT_TRACK: "1",
    },
  });
  // Ctrl-C reaches Tilt directly and it ends in order; this process waits for it. Other signals are forwarded.
  const wait = () => undefined;
  const end = () => running.kill("SIGTERM");
  process.on("SIGINT", wait).on("SIGTERM", end);
  try {
    return (await running).exitCode ?? 1;
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", end);
  }
};
