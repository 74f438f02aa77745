import { beforeEach, describe, expect, test } from "vitest";
import { openPages } from "../testing/browser.ts";
import { fakeDesk } from "../testing/fake-desk.ts";
import { sample, sampleNames } from "../testing/samples.ts";

const pathOf = (name: string) => `/releases/${sample(name).release.id}`;
let desk: ReturnType<typeof fakeDesk>;
let pages: ReturnType<typeof openPages>;
const manager = () => pages.as("shopper release-manager");
beforeEach(() => {
  desk = fakeDesk(sampleNames.map(sample));
  pages = openPages(desk);
});

describe("the list", () => {
  test("has what is under way before what has ended", async () => {
    const text = await (await manager().get("/releases")).text();
    const [underWay = "", ended = ""] = text.split('id="ended"');
    for (const name of sampleNames) {
      const { release } = sample(name);
      expect(release.endedAt === null ? underWay : ended).toContain(`href="${pathOf(name)}"`);
    }
  });

  test("shows a train as one, its services in the order in which they go", async () => {
    const text = await (await manager().get("/releases")).text();
    const [, shown = ""] = /<li class="train-cards">(.*?)<\/ol>/s.exec(text) ?? [];
    const services = [...shown.matchAll(/<h4 [^>]*><a href="[^"]*">(\w+)</g)].map(([, service]) => service);
    expect(services).toEqual(["product", "order"]);
    expect(shown).toContain("product → order");
    for (const word of ["waits for its train", "observing"]) expect(shown).toContain(word);
  });

  test("names the train of a release whose others are not in it", async () => {
    pages = openPages(fakeDesk([sample("of a train, and is waited for")]));
    const text = await (await manager().get("/releases")).text();
    expect(text).not.toContain("train-cards");
    expect(text).toMatch(/class="train">Train .*product.*order/s);
  });

  test("without any release says how one is started", async () => {
    pages = openPages(fakeDesk([]));
    expect(await (await manager().get("/releases")).text()).toContain("./caravan release start");
  });
});

describe("a release", () => {
  test.each(sampleNames)("that is %s says why in the engine's words", async (name) => {
    const text = await (await manager().get(pathOf(name))).text();
    const said = sample(name).release.why.filter((sentence) => !/usr_|rel_|sha256|T\d\d:|'/.test(sentence));
    for (const sentence of said) expect(text).toContain(sentence);
  });

  test("is sent again only when something has changed", async () => {
    const first = await manager().get(pathOf("under way"));
    const etag = first.headers.get("etag") ?? "";
    const ask = () => manager().get(pathOf("under way"), { "if-none-match": etag });
    expect((await ask()).status).toBe(304);
    desk.change(sample("under way").release.id, { revision: 9999, phase: "held" });
    expect((await ask()).status).toBe(200);
  });

  test("escapes what people wrote", async () => {
    desk.change(sample("held").release.id, { reason: "<script>alert(1)</script>", revision: 1 });
    expect(await (await manager().get(pathOf("held"))).text()).not.toContain("<script>alert");
  });

  test("links to the traces of its own version and window, and leaves out what has no address", async () => {
    const text = await (await manager().get(pathOf("slow"))).text();
    const [, href = ""] = /href="(http:\/\/traces[^"]*minDuration[^"]*)"/.exec(text) ?? [];
    const query = new URL(href.replaceAll("&amp;", "&")).searchParams;
    expect(query.get("service")).toBe("product");
    expect(query.get("tags")).toBe('{"service.version":"v2"}');
    expect(Number(query.get("start"))).toBeLessThan(Number(query.get("end")));
    pages = openPages({ desk: { ...desk.desk, addresses: {} } });
    expect(await (await manager().get(pathOf("slow"))).text()).not.toContain("http://");
  });

  test("whose log cannot be told still shows where it stands, and how to verify the log", async () => {
    const broken = { ...sample("held"), entries: [{ ...sample("held").entries[0], decision: {} }] };
    pages = openPages(fakeDesk([broken as ReturnType<typeof sample>]));
    const reply = await manager().get(pathOf("held"));
    const text = await reply.text();
    expect(reply.status).toBe(200);
    expect(text).toContain("cannot be told");
    expect(text).toContain("verify-log");
    expect(text).not.toContain("<figure");
  });

  test("that is stopped offers to give it up, and nothing else", async () => {
    desk.change(sample("held").release.id, { stopped: "its log was changed, line 3.", revision: 2 });
    const text = await (await manager().get(pathOf("held"))).text();
    expect(text).toContain(`${pathOf("held")}/abandon"`);
    expect(text).not.toContain(`${pathOf("held")}/resume"`);
  });
});

describe("what goes wrong", () => {
  test.each([
    ["an unknown release", "/releases/rel_0199f099-1ba1-70a0-9f95-491cdb9a9f03", 404, "no such release"],
    ["a foreign address below", "/releases/rel_1/nothing", 404, "no such release"],
  ])("%s", async (_, path, status, text) => {
    const reply = await manager().get(path);
    expect(reply.status).toBe(status);
    expect(await reply.text()).toContain(text);
  });

  test("an API that is away is told in words, with a way to try again", async () => {
    desk.state.isDown = true;
    const reply = await manager().get(pathOf("held"));
    expect(reply.status).toBe(503);
    const text = await reply.text();
    expect(text).toContain("cannot be reached");
    expect(text).toContain(`href="${pathOf("held")}">Try again`);
  });

  test("programs get problem documents instead of pages", async () => {
    const reply = await pages.as(undefined).get("/releases", { accept: "application/json" });
    expect(reply.headers.get("content-type")).toContain("problem+json");
  });
});

test("styles and script are cached for ever under their hash, and pages load nothing else", async () => {
  const page = await manager().get("/releases");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const files = [...(await page.text()).matchAll(/(?:src|href)="(\/releases\/assets\/[^"]+)"/g)];
  expect(files).toHaveLength(3);
  for (const [, path = ""] of files) {
    const reply = await manager().get(path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("cache-control")).toContain("immutable");
  }
});

describe("a train", () => {
  const name = "held";
  const other = sample("under way").release;
  const { id, service } = sample(name).release;
  const train = {
    id: "trn_0199dfab-1ba1-70a0-9f95-491cdb9a9f03",
    order: [
      { service, release: id },
      { service: other.service, release: other.id },
    ],
  };
  beforeEach(() => desk.change(id, { train }));

  test("is told on the page of each release and in the list, with a way to the others", async () => {
    for (const path of ["/releases", pathOf(name)]) {
      const text = await (await manager().get(path)).text();
      expect(text).toContain(
        `<strong>${service}</strong> → <a href="/releases/${other.id}">${other.service}</a>`,
      );
    }
  });

  test("is what a rollback and a freeze of one take along, and the confirmation says so", async () => {
    for (const [ask, words] of [
      ["rollback", "are rolled back as well"],
      ["freeze", "are frozen as well"],
    ]) {
      const text = await (await manager().get(`${pathOf(name)}/${ask}`)).text();
      expect(text).toContain(`${other.service} of the same train ${words}`);
    }
  });

  test("is what a release waits for, not people, when it has come as far as it may", async () => {
    desk.change(id, { phase: "awaiting", heldDuring: null, step: 1 });
    const text = await (await manager().get(pathOf(name))).text();
    expect(text).toContain("waits for its train");
    expect(text).toContain(`its train, until ${other.service} came as far`);
    expect(text).not.toContain("approvals");
  });
});
