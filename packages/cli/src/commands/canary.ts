import { parseWeight, type Share, type Stage, sharesOf, showShares, showWeight } from "@caravan/mesh";
import { requireNotReleased } from "@caravan/operations/releases";
import { openMesh } from "@caravan/operations/weights";
import { Trouble } from "@caravan/toolchain";
import { Command, InvalidArgumentError } from "commander";
import { appNamed } from "../platform/apps.ts";
import { canaryRuns, deployCanary, removeCanary, shiftWeight } from "../platform/canary.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession, type Session } from "../session.ts";

/** @throws InvalidArgumentError when it is not a percentage */
const percentage = (text: string): number => {
  try {
    return parseWeight(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};

/** A stage of a move in words; which are behind is said at the end. */
const stageLine = (app: string, share: string, { name, of, behind }: Stage): string => {
  const count = behind.length === 0 ? `all ${of}` : `${of - behind.length} of ${of}`;
  const words = {
    written: `${count} routes to ${app} read back ${share}`,
    acknowledged: `${count} Envoys have acknowledged istiod's newest routes`,
    "in force": `${count} Envoys with routes to ${app} send ${share} to v2`,
  }[name];
  return `  ${behind.length === 0 ? "✓" : "✗"} ${name}: ${words}`;
};

/** Says what is planned, and each stage when it is reached. */
const told = (app: string, weight: number) => ({
  begins: (from: readonly Share[]) =>
    console.error(
      `${app} v2: ${showShares(from)} → ${showWeight(weight)} of the requests; v1 gets the others.`,
    ),
  report: (stage: Stage) => console.error(stageLine(app, showWeight(weight), stage)),
});

const start = async (session: Session, app: string): Promise<void> => {
  console.error(
    `Builds ${app} from the working tree and starts it as v2 beside v1.\nWhich of them gets a request, its weight says.`,
  );
  await deployCanary(session, app);
};

interface Options {
  readonly weight?: number;
  readonly sticky?: boolean;
  readonly off?: boolean;
}

export const canaryCommand = (): Command =>
  new Command("canary")
    .description(
      "run the working tree's version of an app (v2) beside the one that serves (v1), and share the traffic",
    )
    .argument("<app>", "builds it and starts v2; one that runs is replaced, and keeps its weight")
    .option(
      "--weight <percent>",
      "v2's share of the requests, with at most one decimal; starts v2 if there is none",
      percentage,
    )
    .option("--sticky", "with --weight: each customer stays with one version; the weight is a share of them")
    .option("--off", "give all requests to v1 and remove v2")
    .action(async (name: string, { weight, sticky = false, off }: Options) => {
      const app = appNamed(name);
      if (namespaceOf(app) !== "shop")
        throw new Trouble(`${app} lives outside of the mesh: there is no traffic to shift.`, [
          "A canary is for the shop's own apps.",
        ]);
      const session = await openSession();
      const { kube } = session;
      await requireNotReleased(session, app);
      if (off) {
        await removeCanary(kube, app, told(app, 0));
        return console.log(`${app} v2 is gone; v1 gets all requests.`);
      }
      if (weight === undefined || !(await canaryRuns(kube, app))) await start(session, app);
      if (weight !== undefined) {
        const cohorts = { first: [], customers: sticky };
        await shiftWeight(kube, app, weight, { ...told(app, weight), cohorts });
        return console.log(
          `${app} v2 gets ${showWeight(weight)} of the requests.\nTake it away: ./caravan canary ${app} --off`,
        );
      }
      const shares = sharesOf(await openMesh(kube).list(), [app]).get(app) ?? [];
      console.log(
        `${app} v2 is ready and gets ${showShares(shares)} of the requests.\nChange that: ./caravan canary ${app} --weight 10\nOr have it released from here, on evidence: ./caravan release start ${app}`,
      );
    });
