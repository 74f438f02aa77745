import { parseWeight, showWeight } from "@caravan/mesh";
import { Trouble } from "@caravan/toolchain";
import { Command, InvalidArgumentError } from "commander";
import { appNamed } from "../platform/apps.ts";
import { canaryRuns, deployCanary, removeCanary, shiftWeight } from "../platform/canary.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession } from "../session.ts";

/** @throws InvalidArgumentError when it is not a percentage */
const percentage = (text: string): number => {
  try {
    return parseWeight(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};

export const canaryCommand = (): Command =>
  new Command("canary")
    .description("a second version of an app, from the working tree, beside the first")
    .argument("<app>")
    .option(
      "--weight <percent>",
      "share of the traffic v2 gets, with at most one decimal; 0 at first",
      percentage,
    )
    .option("--off", "remove v2")
    .action(async (name: string, { weight: share, off }: { weight?: number; off?: boolean }) => {
      const app = appNamed(name);
      if (namespaceOf(app) !== "shop")
        throw new Trouble(`${app} lives outside of the mesh: there is no traffic to shift.`, [
          "A canary is for the shop's own apps.",
        ]);
      const session = await openSession();
      const { kube } = session;
      if (off) {
        await removeCanary(kube, app);
        return console.log(`${app} v2 is gone; all traffic goes to v1.`);
      }
      if (share === undefined || !(await canaryRuns(kube, app))) await deployCanary(session, app);
      if (share === undefined)
        return console.log(
          `${app} v2 is ready and gets the weight it had (0 at first): ./caravan canary ${app} --weight 10`,
        );
      await shiftWeight(kube, app, share);
      console.log(`${app} v2 gets ${showWeight(share)} of the traffic.`);
    });
