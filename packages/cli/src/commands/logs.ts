import { Command } from "commander";
import { execa } from "execa";
import { appNamed, appsWithImages } from "../platform/apps.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession } from "../session.ts";

export function logsCommand(): Command {
  return new Command("logs")
    .description("the logs of an app, of v1 and v2")
    .argument("<app>")
    .option("-c, --container <name>", "another container of the pod: daprd or istio-proxy")
    .option("-f, --follow", "follow the log")
    .option("--tail <lines>", "number of past lines", "100")
    .action(
      async (
        name: string,
        { container, follow, tail }: { container?: string; follow?: boolean; tail: string },
      ) => {
        const app = appNamed(name, appsWithImages());
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
      },
    );
}
