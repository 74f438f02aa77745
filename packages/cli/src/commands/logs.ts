import { OrderId } from "@caravan/contracts";
import { type LogLine, type LogSearch, levels, logText, searchLogs } from "@caravan/observability";
import { podLogs } from "@caravan/operations/logs";
import { idOf, someText, traceId, wholeNumber } from "@caravan/terminal/arguments";
import { Trouble } from "@caravan/toolchain";
import { Command, Option } from "commander";
import { openObservability, requireDuration } from "../observability.ts";
import { appNamed, appsWithImages } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession } from "../session.ts";

interface Options extends Omit<Partial<LogSearch>, "app" | "limit"> {
  readonly follow?: boolean;
  readonly tail?: number;
  readonly json?: boolean;
}

const searching = ({ trace, order, level, text, since }: Options) =>
  [trace, order, level, text, since].some((one) => one !== undefined);

/** The stored logs of all pods, or of an app's. */
const fromStore = async (search: LogSearch, tell: (line: LogLine) => void): Promise<void> => {
  const { kube } = await openSession(["kubectl"]);
  const lines = await searchLogs((await openObservability(kube)).logs, search);
  lines.forEach(tell);
  if (lines.length === 0) console.error(`No such line in the last ${search.since}.`);
  if (lines.length === search.limit)
    console.error(`These are the newest ${search.limit}; there may be more: --tail`);
};

const logs = async (name: string | undefined, options: Options): Promise<void> => {
  const { follow = false, tail, json, since = "1h", ...search } = options;
  const app = name === undefined ? undefined : appNamed(name, appsWithImages());
  requireDuration(since);
  const tell = (line: LogLine) => console.log(json ? JSON.stringify(line) : logText(line));
  if (searching(options) && follow)
    throw new Trouble("--follow does not search the stored logs.", ["Leave out --follow, or the search."]);
  if (searching(options)) return fromStore({ ...search, app, since, limit: tail ?? 500 }, tell);
  if (app === undefined)
    throw new Trouble("The name of an app is missing.", [
      "An app: ./caravan logs order",
      "Or a search in the stored logs: --trace, --order, --level, --text, --since",
    ]);
  const { kube } = await openSession();
  const pods = { app, namespace: namespaceOf(app), container: search.container ?? app };
  process.stdout.once("error", () => process.exit(0)); // who read it, such as head, has enough
  process.exitCode = await podLogs(kube, { ...pods, tail: tail ?? 100, follow }, tell);
};

export const logsCommand = (): Command =>
  new Command("logs")
    .description(
      "the logs of an app, of v1 and v2; or, by trace, order, level, text or time, the stored logs (with up --observability)",
    )
    .argument("[app]", "without one, a search goes through all containers of all pods")
    .option("-c, --container <name>", "another container than the app's own: daprd or istio-proxy")
    .option("-f, --follow", "follow the log")
    .option("--tail <lines>", "the newest so many: 100 of each pod, or 500 that a search finds", wholeNumber)
    .option("--trace <id>", "lines of one request, of all services", traceId)
    .option("--order <id>", "lines about one order", idOf(OrderId, "ord"))
    .addOption(
      new Option("--level <level>", "of this level and above, however the program writes it").choices(levels),
    )
    .option("--text <words>", "lines with this text", someText)
    .option("--since <time>", "how far back in the stored logs, such as 15m or 2d (a search: 1h)")
    .option("--json", "for scripts: each line as JSON")
    .action(logs);
