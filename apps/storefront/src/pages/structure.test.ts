import { beforeAll, describe, expect, test } from "vitest";
import { smallShop, tent, Visitor } from "../testing/small-shop.ts";

const pages = new Map<string, string>();

beforeAll(async () => {
  const { router } = smallShop();
  const visitor = new Visitor(router);
  pages.set("no orders", (await visitor.get("/orders")).html);
  for (const path of ["/", "/?category=tents", "/search?q=tent", "/search?q=zeppelin", "/search", "/nowhere"])
    pages.set(path, (await visitor.get(path)).html);
  pages.set("product", (await visitor.get(`/products/${tent.id}`)).html);
  pages.set("refused", (await visitor.post("/orders", await visitor.form(tent.id, "13"))).html);
  const bought = await visitor.post("/orders", await visitor.form(tent.id));
  pages.set("order", (await visitor.get(bought.headers.get("location") ?? "")).html);
  pages.set("orders", (await visitor.get("/orders")).html);
});

const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map((match) => match[1] ?? match[0]);

describe.each([
  "/",
  "/?category=tents",
  "/search?q=tent",
  "/search?q=zeppelin",
  "/search",
  "/nowhere",
  "product",
  "refused",
  "order",
  "orders",
  "no orders",
])("the page %s", (name) => {
  const html = () => pages.get(name) ?? "";

  test("has a language, a title, a description and one of each landmark", () => {
    expect(html()).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html()).toMatch(/<title>[^<]{5,} – [^<]+<\/title>/);
    expect(html()).toMatch(/<meta name="description" content="[^"]{10,}">/);
    for (const landmark of ["<header ", "<main ", "<footer ", 'role="search"'])
      expect(html().split(landmark)).toHaveLength(2);
    expect(html()).toContain('<a class="skip" href="#main">');
  });

  test("has one first heading and skips no level", () => {
    const levels = all(html(), /<h([1-6])/g).map(Number);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.at(0)).toBe(1);
    levels.forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    });
  });

  test("labels every field, describes every picture, names every navigation", () => {
    const labelled = all(html(), /<label[^>]* for="([^"]+)"/g);
    const fields = all(html(), /<input ([^>]*)>/g).filter((field) => !field.includes('type="hidden"'));
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) expect(labelled).toContain(/id="([^"]+)"/.exec(field)?.[1]);
    for (const picture of all(html(), /<img ([^>]*)>/g))
      expect(picture).toMatch(/alt="[^"]*".* width="\d+" height="\d+"/);
    for (const navigation of all(html(), /<nav([^>]*)>/g)) expect(navigation).toMatch(/aria-label(ledby)?="/);
  });

  test("uses every id once, refers to none that is missing, and holds no inline script or style", () => {
    const ids = all(html(), / id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const reference of all(html(), /(?:for|aria-labelledby|aria-describedby|href)="#?([a-z]+)"/g))
      expect(ids).toContain(reference);
    expect(html()).not.toMatch(/<script|<style| style="| on[a-z]+="|javascript:/i);
  });
});
