import { Command } from "commander";
import { requireContext } from "../external/context.ts";
import { embedded, readRemembered, rememberCurrent } from "../target/remembered.ts";
import { chooseTarget, currentTarget, describeTarget, targetNamed } from "../target/target.ts";

const use = async (name: string | undefined): Promise<void> => {
  if (name === undefined) {
    const others = [embedded, ...Object.keys((await readRemembered()).contexts)];
    console.log(`${describeTarget(await currentTarget())}\nKnown: ${[...new Set(others)].join(", ")}`);
    return;
  }
  const target = await targetNamed(name);
  if (!target.embedded) await requireContext(target);
  if (target.embedded) await rememberCurrent(embedded);
  else {
    const { context, embedded: _, ...known } = target;
    await rememberCurrent(context, known);
  }
  chooseTarget(name);
  console.log(describeTarget(target));
};

export const useCommand = (): Command =>
  new Command("use")
    .description("choose the target cluster of commands; without a name: print it")
    .argument("[name]", "embedded, or a context of your kubeconfig")
    .action(use);
