import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "../harness/kubectl.ts";
import { type Copy, copyCheckout } from "../harness/new-service.ts";
import { type Released, releaseUnder, startRelease } from "../harness/release-versions.ts";
import { caravan } from "../harness/shop.ts";
import { startTrickle, type Trickle, type Visit } from "../harness/trickle.ts";
import { until } from "../harness/until.ts";

/** storefront calls product; named the wrong way round, so that the contracts have to put them right. */
const services = ["storefront", "product"] as const;
type Service = (typeof services)[number];

/** Two steps that end as soon as the judge has its evidence. */
const planOf = (service: Service) => `service: ${service}
cohorts: { customers: false }
steps:
  - { weight: 10, minimumRequests: 50, maximumDuration: 10m }
  - { weight: 50, minimumRequests: 50, maximumDuration: 10m }
after: 20s
`;

const visits: readonly Visit[] = [
  (shopper) => shopper.send("GET", "/v1/products"),
  (shopper) => shopper.send("GET", "/"),
];

let copy: Copy;
let trickle: Trickle;

const change = async (file: string, to: (text: string) => string): Promise<void> => {
  const path = join(copy.root, file);
  await writeFile(path, to(await readFile(path, "utf8")));
};
/** Releases both together to their end. */
const release = async (reason: string): Promise<Released> => {
  for (const service of services)
    await change(
      `apps/${service}/src/main.ts`,
      (text) => `process.env.CARAVAN_PROOF = "${reason}";\n${text}`,
    );
  return releaseUnder(trickle, copy, ...services, "--reason", reason);
};

interface Moved {
  readonly service: string;
  readonly weight: string;
  readonly at: string;
}
/** Every weight that the last release of each service asked for, in the order of their logs' times. */
const moves = async (): Promise<readonly Moved[]> => {
  const all = await Promise.all(
    services.map(async (service) => {
      const { stdout } = await caravan("release", "log", service);
      return stdout.split("\n").flatMap((line) => {
        const [, weight] = /"effects":\[[^\]]*"do":"set weight","id":"[^"]*","weight":(\d+)/.exec(line) ?? [];
        const [, at] = /"at":"([^"]*)","decision"/.exec(line) ?? [];
        return weight !== undefined && at !== undefined ? [{ service, weight, at }] : [];
      });
    }),
  );
  return all.flat().toSorted((one, other) => one.at.localeCompare(other.at));
};

const versionsTwo = () =>
  kubectl(
    "-n",
    "shop",
    "get",
    "deploy",
    ...services.map((name) => `${name}-v2`),
    "--ignore-not-found",
    "-o",
    "name",
  );

describe.runIf(process.env.CARAVAN_LONG === "1")("a train of storefront and product (--long)", () => {
  beforeAll(async () => {
    // The judge needs its metrics.
    await caravan("up", "--observability");
    copy = await copyCheckout();
    for (const service of services)
      await writeFile(join(copy.root, `deploy/releases/${service}.yaml`), planOf(service));
    trickle = await startTrickle({ lanes: 6, pauseMilliseconds: 150, visits });
  }, 600_000);
  afterAll(async () => {
    await trickle?.stop();
    // The versions of this checkout serve again.
    await caravan("up", "--observability");
    await copy?.remove();
  }, 300_000);

  it("comes from 0 to 100 % together, the callee before its caller at each step, and no request fails", async () => {
    const { said, hurt } = await release("good");
    for (const service of services) expect(said).toContain(`${service} is finished`);
    expect(hurt).toEqual([]);
    const steps = (await moves()).filter(({ weight }) => weight === "100" || weight === "500");
    expect(steps.map(({ service, weight }) => `${service} ${weight}`)).toEqual([
      ...["product 100", "storefront 100", "product 500", "storefront 500"],
    ]);
    expect(await versionsTwo()).toBe("");
  }, 1_500_000);

  it("is rolled back together, because of the one that fails", async () => {
    await change("apps/product/src/routes/freshness.ts", (text) =>
      text.replace(
        "let reply = replies.get(key);",
        'if (Math.random() < 0.05) throw new Error("planted"); let reply = replies.get(key);',
      ),
    );
    const { said, hurt, sent } = await release("failing");
    for (const service of services) expect(said).toContain(`${service} is rolled back`);
    expect(said).toContain("product of the same train goes back");
    expect(hurt.length).toBeLessThan(sent / 20);
    expect(await versionsTwo()).toBe("");
    for (const service of services) {
      const { stdout } = await caravan("release", "log", service);
      await writeFile(join(copy.root, "log.jsonl"), `${stdout}\n`);
      const verified = await caravan("release", "verify-log", join(copy.root, "log.jsonl"));
      expect(verified.stdout).toContain("as they were written");
      const replayed = await caravan("release", "replay", join(copy.root, "log.jsonl"));
      expect(replayed.stdout).toContain("byte for byte");
    }
  }, 1_500_000);

  it("a version whose contract breaks a caller is held without any request, and why says which route and which caller", async () => {
    await change("packages/contracts/src/inventory.ts", (text) =>
      text.replace("free: v.number() });", "free: v.optional(v.number()) });"),
    );
    const released = startRelease(copy, "inventory", "--reason", "less");
    await until(
      "the release of inventory is held",
      async () => {
        const { stdout } = await caravan("release", "why", "inventory");
        return stdout.includes("inventory is held") ? stdout : undefined;
      },
      420,
    ).then((why) =>
      expect(why).toContain("route inventory.listStock of inventory v2 breaks storefront v1, which calls it"),
    );
    await caravan("release", "rollback", "inventory", "--reason", "it breaks storefront");
    expect(await released).toContain("inventory is rolled back");
    const { stdout } = await caravan("release", "log", "inventory");
    expect(stdout).not.toMatch(/"do":"set weight","id":"[^"]*","weight":[1-9]/);
  }, 600_000);
});
