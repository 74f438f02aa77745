import { Trouble } from "@caravan/toolchain";
import { readContainers } from "../../bench/processes/containers.ts";
import type { Container } from "../../bench/processes/parts.ts";
import type { Ground } from "./fault.ts";

const ownerOf = ({ app, pod }: Container): string => app ?? pod.replace(/-[0-9a-f]{6,10}-[a-z0-9]{5}$/, "");

/** A running container and its id. */
export interface RunningContainer extends Container {
  readonly id: string;
}

/**
 * The containers `owner/name` that run, such as `order/daprd`: one per pod.
 *
 * @throws Trouble when none does
 */
export const containersOf = async (
  { kube }: Pick<Ground, "kube">,
  target: string,
): Promise<RunningContainer[]> => {
  const [owner, name] = target.split("/");
  const found = [...(await readContainers(kube))]
    .filter(([id, container]) => id !== "" && ownerOf(container) === owner && container.name === name)
    .map(([id, container]) => ({ ...container, id }));
  if (found.length === 0) throw new Trouble(`No container ${target} runs.`, ["See: ./caravan status"]);
  return found;
};
