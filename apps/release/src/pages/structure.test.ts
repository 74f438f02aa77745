import { beforeAll, describe, expect, test } from "vitest";
import { openPages } from "../testing/browser.ts";
import { fakeDesk } from "../testing/fake-desk.ts";
import { sample, sampleNames } from "../testing/samples.ts";

const paths = [
  "/releases",
  ...sampleNames.map((name) => `/releases/${sample(name).release.id}`),
  `/releases/${sample("held").release.id}/rollback`,
  "/releases/rel_unknown",
];
const pages = new Map<string, string>();
beforeAll(async () => {
  const manager = openPages(fakeDesk(sampleNames.map(sample))).as("release-manager");
  for (const path of paths) pages.set(path, await (await manager.get(path)).text());
});

const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map((match) => match[1] ?? match[0]);

describe.each(paths)("the page %s", (path) => {
  const html = () => pages.get(path) ?? "";

  test("has a language, a title, one of each landmark and one first heading, and skips no level", () => {
    expect(html()).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html()).toMatch(/<title>[^<]{3,} – Caravan releases<\/title>/);
    for (const landmark of ["<header ", "<main "]) expect(html().split(landmark)).toHaveLength(2);
    const levels = all(html(), /<h([1-6])/g).map(Number);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    });
  });

  test("uses every id once, refers to none that is missing, and holds no inline script or style", () => {
    const ids = all(html(), / id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const reference of all(html(), /(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g))
      expect(ids).toContain(reference);
    const scripts = html().replace(/<script src="\/releases\/assets\/[\w-]{12}\.js" defer><\/script>/, "");
    expect(scripts).not.toMatch(/<script|<style| style="| on[a-z]+="|javascript:/i);
  });

  test("labels every field and names every button", () => {
    const labelled = all(html(), /<label[^>]* for="([^"]+)"/g);
    for (const field of all(html(), /<input ([^>]*)>/g).filter((one) => !one.includes('type="hidden"')))
      expect(labelled).toContain(/id="([^"]+)"/.exec(field)?.[1]);
    for (const button of all(html(), /<button[^>]*>(.*?)<\/button>/gs))
      expect(button.replace(/<[^>]+>/g, "").trim()).not.toBe("");
  });
});
