import { couponCommand } from "@caravan/operations/promotions";
import { saleCommand } from "@caravan/operations/sales";
import { Command } from "commander";
import { auditCommand } from "./commands/audit.ts";
import { benchCommand } from "./commands/bench.ts";
import { canaryCommand } from "./commands/canary.ts";
import { chaosCommand } from "./commands/chaos.ts";
import { contractsCommand } from "./commands/contracts.ts";
import { devCommand } from "./commands/dev.ts";
import { dlqCommand } from "./commands/dlq.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { downCommand } from "./commands/down.ts";
import { fuzzCommand } from "./commands/fuzz.ts";
import { imageCommand } from "./commands/image.ts";
import { keysCommand } from "./commands/keys.ts";
import { logsCommand } from "./commands/logs.ts";
import { newCommand } from "./commands/new.ts";
import { observeCommand } from "./commands/observe.ts";
import { openCommand } from "./commands/open.ts";
import { ordersCommand, staffApi } from "./commands/orders.ts";
import { passThroughCommand } from "./commands/pass-through.ts";
import { paymentsCommand } from "./commands/payments.ts";
import { releaseCommand } from "./commands/release.ts";
import { soakCommand } from "./commands/soak.ts";
import { statusCommand } from "./commands/status.ts";
import { testCommand } from "./commands/test.ts";
import { traceCommand } from "./commands/trace.ts";
import { upCommand } from "./commands/up.ts";
import { useCommand } from "./commands/use.ts";
import { onTarget } from "./target/on-target.ts";

/** Commands that change nothing on the cluster: they do not print its name first. */
const quiet = new Set([
  ...[
    "status",
    "logs",
    "trace",
    "observe",
    "open",
    "bench judge",
    "audit",
    "orders list",
    "orders show",
    "payments troubled",
    ...["sale list", "sale show", "coupon list", "coupon show", "coupon preview"],
  ],
  ...["dlq list", "dlq show", "keys list"],
  ...["status", "why", "log", "history", "lint", "replay", "verify-log", "import"].map(
    (name) => `release ${name}`,
  ),
  ...["kubectl", "helm", "istioctl", "dev bundles"],
]);

/** The whole command line. */
export const createProgram = (): Command =>
  new Command("caravan")
    .description("Caravan: an online shop on Kubernetes, Istio and Dapr")
    .enablePositionalOptions()
    .showHelpAfterError("(./caravan --help lists the commands)")
    .addCommand(onTarget(upCommand(), quiet))
    .addCommand(onTarget(downCommand(), quiet))
    .addCommand(onTarget(statusCommand(), quiet))
    .addCommand(useCommand())
    .addCommand(onTarget(canaryCommand(), quiet))
    .addCommand(onTarget(devCommand(), quiet))
    .addCommand(imageCommand())
    .addCommand(onTarget(logsCommand(), quiet))
    .addCommand(onTarget(traceCommand(), quiet))
    .addCommand(onTarget(observeCommand(), quiet))
    .addCommand(onTarget(openCommand(), quiet))
    .addCommand(onTarget(passThroughCommand("kubectl"), quiet))
    .addCommand(onTarget(passThroughCommand("helm"), quiet))
    .addCommand(onTarget(passThroughCommand("istioctl"), quiet))
    .addCommand(onTarget(auditCommand(), quiet))
    .addCommand(onTarget(ordersCommand(), quiet))
    .addCommand(onTarget(paymentsCommand(), quiet))
    .addCommand(onTarget(saleCommand(staffApi), quiet))
    .addCommand(onTarget(couponCommand(staffApi), quiet))
    .addCommand(onTarget(dlqCommand(), quiet))
    .addCommand(onTarget(keysCommand(), quiet))
    .addCommand(onTarget(releaseCommand(), quiet))
    .addCommand(contractsCommand())
    .addCommand(newCommand())
    .addCommand(onTarget(chaosCommand(), quiet))
    .addCommand(onTarget(soakCommand(), quiet))
    .addCommand(onTarget(fuzzCommand(), quiet))
    .addCommand(onTarget(benchCommand(), quiet))
    .addCommand(doctorCommand())
    .addCommand(testCommand());
