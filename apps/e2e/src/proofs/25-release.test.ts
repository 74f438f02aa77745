import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kubectl } from "../harness/kubectl.ts";
import { type Copy, copyCheckout } from "../harness/new-service.ts";
import { type Released, releaseUnder } from "../harness/release-versions.ts";
import { caravan } from "../harness/shop.ts";
import { startTrickle, type Trickle, type Visit } from "../harness/trickle.ts";

/** Two steps that end as soon as the judge has its evidence. By requests: a tenth of two dozen shoppers may be none. */
const plan = `service: product
cohorts: { customers: false }
steps:
  - { weight: 10, minimumRequests: 50, maximumDuration: 10m }
  - { weight: 50, minimumRequests: 50, maximumDuration: 10m }
after: 20s
`;
const source = "apps/product/src/routes/freshness.ts";
const start = "let reply = replies.get(key);";

/** What a new version of product does in every request for a list. */
const versions = {
  good: "",
  failing: 'if (Math.random() < 0.05) throw new Error("planted");',
  slow: "await new Promise((resolve) => setTimeout(resolve, 120));",
  /** Killed for its memory after some dozen requests, and each time it is started again. */
  leaking: "(globalThis.held ??= []).push(Buffer.alloc(4 << 20, 1));",
  crashing: "",
} as const;
type Version = keyof typeof versions;

const browse: Visit = (shopper) => shopper.send("GET", "/v1/products");

let copy: Copy;
let trickle: Trickle;
const originals = new Map<string, string>();

/** Writes a version into the copy, each one another than those before. */
const write = async (version: Version): Promise<void> => {
  const put = async (file: string, change: (text: string) => string) => {
    const original = originals.get(file) ?? (await readFile(join(copy.root, file), "utf8"));
    originals.set(file, original);
    await writeFile(join(copy.root, file), change(original));
  };
  await put(source, (text) =>
    text.replace(start, `${versions[version]} if (key === "${version}") throw key; ${start}`),
  );
  await put("apps/product/src/main.ts", (text) =>
    version === "crashing" ? `process.exit(3);\n${text}` : text,
  );
};

/** Releases a version to its end. */
const release = async (version: Version): Promise<Released> => {
  await write(version);
  const plan = join(copy.root, "plan.yaml");
  return releaseUnder(trickle, copy, "product", "--plan", plan, "--reason", version);
};

const versionTwo = () =>
  kubectl("-n", "shop", "get", "deploy", "product-v2", "--ignore-not-found", "-o", "name");

describe.runIf(process.env.CARAVAN_LONG === "1")("a release of product by itself (--long)", () => {
  beforeAll(async () => {
    copy = await copyCheckout();
    await writeFile(join(copy.root, "plan.yaml"), plan);
    trickle = await startTrickle({ lanes: 6, pauseMilliseconds: 150, visits: [browse] });
  }, 300_000);
  afterAll(async () => {
    await trickle?.stop();
    // The version of this checkout serves again.
    await caravan("up", "--observability");
    await copy?.remove();
  }, 300_000);

  it("a good version comes from 0 to 100 %, and no request fails", async () => {
    const { said, hurt } = await release("good");
    expect(said).toContain("product is finished");
    expect(hurt).toEqual([]);
    expect(await versionTwo()).toBe("");
  }, 1_200_000);
  it("a version that fails every twentieth request is taken back because of its errors", async () => {
    const { said, hurt, sent } = await release("failing");
    expect(said).toContain("Roll back v2, because of errors.");
    expect(hurt.length).toBeLessThan(sent / 50);
    expect(await versionTwo()).toBe("");
  }, 1_200_000);
  it("a version that is several times slower is taken back because of its latency", async () => {
    const { said, hurt } = await release("slow");
    expect(said).toContain("Roll back v2, because of latency.");
    expect(hurt).toEqual([]);
  }, 1_200_000);
  it("a version that leaks until it is killed is taken back", async () => {
    const { said, hurt, sent } = await release("leaking");
    expect(said).toContain("product is rolled back");
    expect(hurt.length).toBeLessThan(sent / 20);
    expect(await versionTwo()).toBe("");
  }, 1_200_000);
  it("a version that ends at its start gets no request at all", async () => {
    const { said, hurt } = await release("crashing");
    expect(said).toContain("product is rolled back");
    expect(hurt).toEqual([]);
    expect(await versionTwo()).toBe("");
  }, 1_200_000);
  it("its log shows any change, and is decided again to the same verdicts", async () => {
    const { stdout } = await caravan("release", "log", "product");
    const file = join(copy.root, "log.jsonl");
    await writeFile(file, `${stdout}\n`);
    expect((await caravan("release", "verify-log", file)).stdout).toContain("as they were written");
    expect((await caravan("release", "replay", file)).stdout).toContain("byte for byte");
    await writeFile(file, `${stdout.replace('"reason":"crashing"', '"reason":"faster"')}\n`);
    await expect(caravan("release", "verify-log", file)).rejects.toThrow("edited");
  });
});
