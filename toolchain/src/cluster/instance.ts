import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/** Where one embedded cluster keeps what it needs. Everything but `data` and `secrets` can be made again. */
export interface Instance {
  /** Unique per checkout (and per CARAVAN_INSTANCE), e.g. `caravan-1f3a9c02`. */
  name: string;
  /** The checkout it belongs to. */
  checkout: string;
  /** Holds everything below; removed by `down --wipe`. */
  directory: string;
  /** Fresh at each boot: PKI, etcd, logs, kubelet's files. */
  run: string;
  /** Logs of the last boot. */
  lastLogs: string;
  /** What MariaDB and Redis store; kept over `down`. */
  data: string;
  /** Generated passwords and keys, readable by the owner only. */
  secrets: string;
  /** containerd's images; kept so that they are imported once. */
  containerd: string;
  kubeconfig: string;
  lock: string;
}

/** The folder for state that outlives a checkout: `$XDG_STATE_HOME/caravan`. */
export const stateHome = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment.XDG_STATE_HOME || join(homedir(), ".local", "state"), "caravan");

/**
 * The instance of a checkout. `CARAVAN_INSTANCE` names a second one beside it (continuous integration runs in one of its own).
 * `CARAVAN_CLUSTER_OF` is another checkout whose cluster is meant: what a copy brings up comes up beside what runs there.
 */
export const instanceOf = (ownCheckout: string, environment: NodeJS.ProcessEnv = process.env): Instance => {
  const checkout = environment.CARAVAN_CLUSTER_OF || ownCheckout;
  const digest = createHash("sha256").update(checkout).digest("hex").slice(0, 8);
  const variant = environment.CARAVAN_INSTANCE;
  const name = `${basename(checkout)}-${digest}${variant ? `-${variant}` : ""}`;
  const directory = join(stateHome(environment), name);
  return {
    name,
    checkout,
    directory,
    run: join(directory, "run"),
    lastLogs: join(directory, "last-logs"),
    data: join(directory, "data"),
    secrets: join(directory, "secrets.json"),
    containerd: join(directory, "containerd"),
    kubeconfig: join(directory, "kubeconfig"),
    lock: join(directory, "lock.json"),
  };
};

/** The hardware address of the host's end of the instance's link: it tells whose a link is, whatever became of the files. */
export const linkMark = ({ run }: Instance): string => {
  const digest = createHash("sha256").update(run).digest("hex");
  return ["02", ...(digest.slice(0, 10).match(/../g) ?? [])].join(":");
};
