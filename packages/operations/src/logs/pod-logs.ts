import type { Kube } from "@caravan/cluster";
import { type LogLine, lineOfPod } from "@caravan/observability";
import { execa } from "execa";

/** Whose log is read, and how much of it. */
export interface PodLogs {
  readonly app: string;
  readonly namespace: string;
  readonly container: string;
  /** Past lines of each pod. */
  readonly tail: number;
  readonly follow: boolean;
}

/** Tells the lines of an app's pods, straight from the cluster. @returns kubectl's exit code */
export const podLogs = async (
  { environment }: Pick<Kube, "environment">,
  { app, namespace, container, tail, follow }: PodLogs,
  tell: (line: LogLine) => void,
): Promise<number> => {
  const pods = ["-n", namespace, "logs", "-l", `app=${app}`, "-c", container];
  const form = ["--prefix", "--timestamps", "--tail", String(tail)];
  const flags = follow ? ["--follow", "--max-log-requests", "20"] : [];
  const reading = execa("kubectl", [...pods, ...form, ...flags], {
    ...{ env: environment, stdin: "ignore", stderr: "inherit", buffer: false, reject: false },
  });
  for await (const text of reading) tell(lineOfPod(text, app));
  return (await reading).exitCode ?? 1;
};
