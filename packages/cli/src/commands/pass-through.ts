import { Command } from "commander";
import { execa } from "execa";
import { openSession } from "../session.ts";
import { currentTarget, describeTarget } from "../target/target.ts";

/** A command that passes its arguments to a tool of the cluster, with the right kubeconfig. */
export const passThroughCommand = (tool: "kubectl" | "helm" | "istioctl"): Command =>
  new Command(tool)
    .description(`${tool} with the kubeconfig of this checkout's cluster`)
    .argument("[arguments...]")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      const { kube } = await openSession([tool]);
      if (kube.shared) process.stderr.write(`${describeTarget(await currentTarget())}\n`);
      const flag = tool === "helm" ? "--kube-context" : "--context";
      const context = kube.context ? [flag, kube.context] : [];
      const { exitCode } = await execa(tool, [...context, ...args], {
        env: kube.environment,
        stdio: "inherit",
        reject: false,
      });
      process.exitCode = exitCode ?? 1;
    });
