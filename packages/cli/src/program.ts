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
import { openCommand } from "./commands/open.ts";
import { ordersCommand } from "./commands/orders.ts";
import { passThroughCommand } from "./commands/pass-through.ts";
import { soakCommand } from "./commands/soak.ts";
import { statusCommand } from "./commands/status.ts";
import { testCommand } from "./commands/test.ts";
import { upCommand } from "./commands/up.ts";

/** The whole command line. */
export function createProgram(): Command {
  return new Command("caravan")
    .description("Caravan: an online shop on Kubernetes, Istio and Dapr")
    .enablePositionalOptions()
    .showHelpAfterError("(./caravan --help lists the commands)")
    .addCommand(upCommand())
    .addCommand(downCommand())
    .addCommand(statusCommand())
    .addCommand(canaryCommand())
    .addCommand(devCommand())
    .addCommand(imageCommand())
    .addCommand(logsCommand())
    .addCommand(openCommand())
    .addCommand(passThroughCommand("kubectl"))
    .addCommand(passThroughCommand("helm"))
    .addCommand(passThroughCommand("istioctl"))
    .addCommand(auditCommand())
    .addCommand(ordersCommand())
    .addCommand(dlqCommand())
    .addCommand(keysCommand())
    .addCommand(contractsCommand())
    .addCommand(chaosCommand())
    .addCommand(soakCommand())
    .addCommand(fuzzCommand())
    .addCommand(benchCommand())
    .addCommand(doctorCommand())
    .addCommand(testCommand());
}
