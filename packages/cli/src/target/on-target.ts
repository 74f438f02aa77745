import { type Command, Option } from "commander";
import { chooseTarget, currentTarget, describeTarget, targetName } from "./target.ts";

const names = (command: Command): string =>
  command.parent?.parent ? `${names(command.parent)} ${command.name()}` : command.name();

/** All commands below this one with an action. */
const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : [command, ...command.commands.flatMap(leaves)];

/**
 * Adds `--context` to a command and those below it. Before one of them runs, the target cluster is set for this process and its
 * children, and printed on stderr.
 *
 * @param quiet commands that change nothing, such as `orders list`: they do not print it
 */
export const onTarget = (command: Command, quiet: ReadonlySet<string>): Command => {
  for (const one of leaves(command))
    if (!one.options.some(({ long }) => long === "--context"))
      one.addOption(new Option("--context <name>", "another cluster than the current one; or: embedded"));
  return command.hook("preAction", async (_, action) => {
    const { context } = action.optsWithGlobals<{ context?: string }>();
    if (context) chooseTarget(context);
    const target = await currentTarget();
    chooseTarget(targetName(target));
    if (!quiet.has(names(action))) process.stderr.write(`${describeTarget(target)}\n`);
  });
};
