import { beforeAll, describe, expect, test } from "vitest";
import { shownPages } from "../testing/shown-pages.ts";

let pages = new Map<string, string>();
beforeAll(async () => {
  pages = await shownPages();
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
  "product at a discount",
  "product refused",
  "empty cart",
  "cart",
  "cart refused",
  "cart with discounts",
  "cart with coupons",
  "checkout of a guest",
  "checkout refused",
  "checkout of an account",
  "checkout with discounts",
  "order to pay",
  "order back from the bank",
  "order on its way",
  "order delivered",
  "order refused",
  "order with discounts",
  "orders",
  "no orders",
  "sign in",
  "sign in refused",
  "sign up",
  "sign up refused",
  "account",
  "account refused",
  "account erased",
  "store down",
  "no sales",
  "sales",
  "sale to come",
  "sale refused",
  "sale joined",
  "sale deciding",
  "sale waiting",
  "sale admitted",
  "sale paid",
  "sale returned",
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
    const fields = all(html(), /<(?:input|select|textarea) ([^>]*)>/g).filter(
      (field) => !field.includes('type="hidden"'),
    );
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) expect(labelled).toContain(/id="([^"]+)"/.exec(field)?.[1]);
    for (const picture of all(html(), /<img ([^>]*)>/g))
      expect(picture).toMatch(/alt="[^"]*".* width="\d+" height="\d+"/);
    for (const navigation of all(html(), /<nav([^>]*)>/g)) expect(navigation).toMatch(/aria-label(ledby)?="/);
  });

  test("names every button by its action, and gives links to different pages in a form different names", () => {
    for (const button of all(html(), /<button[^>]*>(.*?)<\/button>/gs))
      expect(button.replace(/<[^>]+>/g, "").trim()).not.toBe("");
    for (const field of all(html(), /<input ([^>]*type="password"[^>]*)>/g)) {
      expect(field).not.toContain("value=");
      expect(field).toMatch(/autocomplete="(current|new)-password"/);
    }
  });

  test("uses every id once, refers to none that is missing, and holds no inline script or style", () => {
    const ids = all(html(), / id="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [
      ...all(html(), /(?:for|aria-labelledby|aria-describedby)="([^"]+)"/g),
      ...all(html(), /href="#([^"]+)"/g),
    ];
    for (const reference of references) expect(ids).toContain(reference);
    // A page that waits for something reloads without scripts.
    const [waits] = html().match(
      /<noscript><meta http-equiv="refresh" content="\d+;url=[^"<>]+"><\/noscript>/,
    ) ?? [""];
    expect(waits !== "").toBe(/^(order back from the bank|sale (deciding|waiting|admitted))$/.test(name));
    const scripts = html()
      .replace(waits, "")
      .replace(/<script src="\/assets\/[\w-]{12}\.js" defer><\/script>/, "");
    expect(scripts).not.toMatch(/<script|<style| style="| on[a-z]+="|javascript:|http-equiv/i);
    expect(scripts !== html().replace(waits, "")).toBe(
      /^(no )?order|^sale |^product (at a discount|refused)$/.test(name),
    );
  });
});
