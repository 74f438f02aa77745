import { OrderId } from "@caravan/contracts";
import { type LogSearch, levels, logText, searchLogs } from "@caravan/observability";
import { idOf, someText, traceId, wholeNumber } from "@caravan/terminal/arguments";
import { Trouble } from "@caravan/toolchain";
import { Command, Option } from "commander";
import { execa } from "execa";
import { openObservability, requireDuration } from "../observability.ts";
import { appNamed, appsWithImages } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession } from "../session.ts";

interface Follow {
  container?: string;
  follow?: boolean;
  tail: string;
}

/** The logs of an app's pods, straight from the cluster. */
const fromPods = async (app: string, { container, follow, tail }: Follow): Promise<void> => {
  const { kube } = await openSession();
  const select = [
    "-n",
    namespaceOf(app),
    "logs",
    "-l",
    `app=${app}`,
    "-c",
    container ?? app,
    "--prefix",
    "--tail",
    tail,
  ];
  const flags = follow ? ["--follow", "--max-log-requests", "20"] : [];
  const { exitCode } = await execa("kubectl", [...select, ...flags], {
    env: kube.environment,
    stdio: "inherit",
    reject: false,
  });
  process.exitCode = exitCode ?? 1;
};

/** The stored logs of all pods: readable on a terminal, JSON lines in a pipe. */
const fromStore = async (search: LogSearch): Promise<void> => {
  const { kube } = await openSession(["kubectl"]);
  const lines = await searchLogs((await openObservability(kube)).logs, search);
  for (const line of lines) console.log(process.stdout.isTTY ? logText(line) : JSON.stringify(line));
  if (lines.length === 0) console.error(`No such line in the last ${search.since}.`);
  if (lines.length === search.limit)
    console.error(`These are the newest ${search.limit}; there may be more: --limit`);
};

type Options = Follow & Partial<LogSearch>;

const searching = ({ trace, order, level, text, since }: Options) =>
  [trace, order, level, text, since].some((one) => one !== undefined);

export const logsCommand = (): Command =>
  new Command("logs")
    .description(
      "the logs of an app, of v1 and v2; or, by trace, order, level or text, the stored logs of all (with up --observability)",
    )
    .argument("[app]")
    .option("-c, --container <name>", "another container of the pod: daprd or istio-proxy")
    .option("-f, --follow", "follow the log")
    .option("--tail <lines>", "number of past lines", "100")
    .option("--trace <id>", "lines of one request, of all services", traceId)
    .option("--order <id>", "lines about one order", idOf(OrderId, "ord"))
    .addOption(new Option("--level <level>", "of this level and above").choices(levels))
    .option("--text <words>", "lines with this text", someText)
    .option("--since <time>", "how far back, such as 15m or 2d (default: 1h)")
    .option("--limit <count>", "the newest so many", wholeNumber, 500)
    .action(async (name: string | undefined, options: Options & { limit: number }) => {
      const app = name === undefined ? undefined : appNamed(name, appsWithImages());
      const { since = "1h", trace, order, level, text, limit } = options;
      requireDuration(since);
      if (searching(options) && options.follow)
        throw new Trouble("--follow does not search the stored logs.", [
          "Leave out --follow, or the search.",
        ]);
      if (searching(options)) return fromStore({ app, since, trace, order, level, text, limit });
      if (app === undefined)
        throw new Trouble("The name of an app is missing.", [
          "An app: ./caravan logs order",
          "Or a search in the stored logs: --trace, --order, --level, --text, --since",
        ]);
      await fromPods(app, options);
    });
