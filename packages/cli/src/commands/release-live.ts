import { servingImage } from "@caravan/cluster";
import type { Release, ReleaseCommand } from "@caravan/contracts";
import {
  abandonRelease,
  askRelease,
  beginReleases,
  followHere,
  historyOf,
  historyText,
  imageFor,
  listReleases,
  logOf,
  planText,
  releasesTable,
  releaseText,
  requireNoneUnderWay,
  requireRelease,
  requireUnderWay,
  watchReleases,
  withTrain,
} from "@caravan/operations/releases";
import { openStaffApi, releaseReason, type StaffApi } from "@caravan/operations/staff";
import { interruptible } from "@caravan/terminal";
import { deployedApps, Trouble } from "@caravan/toolchain";
import { Command } from "commander";
import { appNamed } from "../platform/apps.ts";
import { deployerLock, deployerOf } from "../platform/deployer.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openSession, type Session } from "../session.ts";

const shopApps = (): string[] => deployedApps().filter((app) => namespaceOf(app) === "shop");
const named = (app: string): string => appNamed(app, shopApps());

interface Output {
  readonly json?: boolean;
}
const say = <T>(value: T, textOf: (value: T) => string, { json }: Output): void =>
  console.log(json ? JSON.stringify(value, null, 2) : textOf(value));

const apiOf = async (): Promise<StaffApi> => openStaffApi(await openSession(["kubectl"]));

const sayAll = (releases: readonly Release[], output: Output): void => {
  const [first] = releases;
  if (first && releases.length === 1) say(first, releaseText, output);
  else say(releases, (all) => all.map(releaseText).join("\n\n"), output);
};

const follow = async (
  session: Session,
  api: StaffApi,
  begun: readonly Release[],
  output: Output,
): Promise<void> => {
  const releases = await followHere(api, begun, async (service) => ({
    deploy: deployerOf(session, service),
    lock: await deployerLock(service),
  }));
  sayAll(releases, output);
  if (releases.some(({ phase }) => phase !== "finished")) process.exitCode = 1;
};

interface StartOptions extends Output {
  readonly plan?: string;
  readonly image: readonly string[];
  readonly reason: string;
  readonly detach?: boolean;
}

const built = async (session: Session, app: string): Promise<string> => {
  const [image] = await session.loadApps([app]);
  if (!image) throw new Error(`no image of ${app} was built`);
  return `${image.name}:${image.tag}`;
};

/** What a release of a service brings, and instead of what. */
const brings = async (session: Session, service: string, file?: string, given?: string) => {
  const plan = await planText(service, file);
  const [image, previous] = await Promise.all([
    given ?? built(session, service),
    servingImage(session.kube, service),
  ]);
  if (image === previous)
    throw new Trouble(`This image of ${service} is what serves already: ${image}.`, [
      "Change something first.",
    ]);
  return { service, image, previous, plan };
};

const start = async (typed: readonly string[], options: StartOptions) => {
  const { plan, image, reason, detach, ...output } = options;
  const apps = [...new Set(typed.map(named))];
  if (plan !== undefined && apps.length > 1)
    throw new Trouble("Each service of a train has its own plan.", ["deploy/releases/<app>.yaml"]);
  const session = await openSession();
  const api = await openStaffApi(session);
  for (const app of apps) await requireNoneUnderWay(api, app);
  const all: Awaited<ReturnType<typeof brings>>[] = [];
  for (const app of apps) all.push(await brings(session, app, plan, imageFor(app, apps, image)));
  const begun = await beginReleases(api, all, reason);
  if (detach) return sayAll(begun, output);
  await follow(session, api, begun, output);
};

const goOn = async (app: string, output: Output): Promise<void> => {
  const session = await openSession();
  const api = await openStaffApi(session);
  await follow(session, api, await withTrain(api, await requireUnderWay(api, named(app))), output);
};

/** A command that reads something of an app's release and shows it. */
const shows =
  <T>(read: (api: StaffApi, app: string) => Promise<T>, textOf: (value: T) => string) =>
  async (app: string, output: Output): Promise<void> =>
    say(await read(await apiOf(), named(app)), textOf, output);

type Change = (api: StaffApi, app: string, reason: string) => Promise<Release>;

/** A command that changes an app's release, and says why. */
const changes =
  (change: Change) =>
  async (app: string, { reason, ...output }: Output & { readonly reason: string }): Promise<void> =>
    say(await change(await apiOf(), named(app), reason), releaseText, output);

const asks = (command: ReleaseCommand) =>
  changes(async (api, app, reason) => {
    const { heard, refused, release } = await askRelease(api, app, command, reason);
    if (refused !== null) throw new Trouble(`That was not done: ${refused}`);
    if (!heard) console.error("It is written down, and no engine has heard it yet; the next one will.");
    return release;
  });

const status = async (typed: string | undefined, { watch, ...output }: Output & { watch?: boolean }) => {
  const app = typed && named(typed);
  const api = await apiOf();
  const show = (releases: readonly Release[]) => say(releases, releasesTable, output);
  const first = await listReleases(api, app);
  show(first);
  if (!watch) return;
  await interruptible(
    (signal) => watchReleases(api, app, first, show, signal),
    async () => {},
  );
};

const log = async (app: string): Promise<void> => {
  process.stdout.write(await logOf(await apiOf(), named(app)));
};

const because = (command: Command) => command.addOption(releaseReason("why").makeOptionMandatory());
const onRelease = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .argument("<app>", "the service that is released")
    .option("--json", "for scripts");

const commands: readonly [ReleaseCommand, string][] = [
  ["promote", "end the step that waits: it takes as many people as the plan says"],
  ["hold", "keep the weights as they are until you resume"],
  ["resume", "go on where the release was held"],
  ["rollback", "give all traffic back to v1, at once"],
  ["freeze", "leave everything as it is, and end the release"],
];

/** The commands that speak to the release manager of a running shop. */
export const liveCommands = (): Command[] => [
  new Command("start")
    .description("release a service, or several as a train, step by step, on evidence")
    .argument("<app...>", "several go together, each callee before its callers, and back together")
    .option("--json", "for scripts")
    .option(
      "--image <reference>",
      "an image that the cluster can pull, with its digest; of several order=…@sha256:…; default: the working tree's",
      (image, images: readonly string[]) => [...images, image],
      [],
    )
    .option("--plan <file>", "default: deploy/releases/<app>.yaml, or else 5, 10, 25, 50 %")
    .addOption(releaseReason("what changes").default("the working tree"))
    .option("--detach", "start it, and let another process deploy (release follow)")
    .action(start),
  onRelease("follow", "watch a release, and deploy what it waits for").action(goOn),
  ...commands.map(([name, description]) => because(onRelease(name, description)).action(asks(name))),
  because(onRelease("abandon", "end a release that no engine can go on with: all traffic to v1")).action(
    changes(abandonRelease),
  ),
  new Command("status")
    .description("releases, with planned, applied and observed weight")
    .argument("[app]", "default: all")
    .option("--watch", "again whenever something changes")
    .option("--json", "for scripts")
    .action(status),
  onRelease("why", "where a release is, on what evidence, and what would change it").action(
    shows(requireRelease, releaseText),
  ),
  onRelease("log", "the log of a release, for verify-log and replay").action(log),
  onRelease("history", "every decision of a release").action(shows(historyOf, historyText)),
];
