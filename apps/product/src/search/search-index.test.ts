import { suggestedWords } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { readCatalogue } from "../database/catalogue.ts";
import { searchOf } from "../testing/search-of.ts";
import { smallCatalogue } from "../testing/small-catalogue.ts";
import { catalogueWords } from "./catalogue-words.ts";
import { termsOf } from "./terms.ts";

const find = searchOf(readCatalogue());

describe("a search of the catalogue", () => {
  it.each([
    ["tents", "tent"],
    ["boots", "boot"],
    ["stoves", "stove"],
    ["knives", "knife"],
    ["lamps", "lamp"],
    ["axes", "axe"],
    ["scarves", "scarf"],
    ["batteries", "battery"],
    ["the boots for my feet", "boot foot"],
    ["TÉNÉRÉ", "tenere"],
    ["sleepingbag", "sleeping bag"],
    ["8x32", "8×32"],
  ])("finds the same for %s as for %s", (one, other) => {
    expect(find(one)).toEqual(find(other));
    expect(find(one).length).toBeGreaterThan(0);
  });

  it("finds every word of a name also in the plural", () => {
    const names = readCatalogue().flatMap(({ products }) => products.map(({ name }) => name));
    const words = names
      .flatMap((name) => name.match(/[a-z]{4,}/gi) ?? [])
      .filter((word) => !word.endsWith("s"));
    for (const word of new Set(words)) {
      const plural = /(ch|sh|x)$/.test(word) ? `${word}es` : word.replace(/fe?$/, "ve").replace(/$/, "s");
      expect(find(plural), plural).toEqual(find(word));
    }
  });

  it.each([
    ["an extra or a missing letter", "jaket", "Qamar Down Jacket"],
    ["another letter", "sendals", "Delta River Sandal"],
    ["two letters in the wrong order", "comapss", "Qibla Brass Compass"],
    ["a part of a compound", "lamp", "Falcon 450 Headlamp"],
    ["a part of a compound with another word", "head lamp", "Falcon 450 Headlamp"],
    ["another name of the thing", "sweater", "Berber Wool Jumper"],
    ["the name of a kind", "shoes", "Delta River Sandal"],
    ["the name of a category", "footwear", "Longway Merino Socks"],
    ["a fact", "merino wool", "Longway Merino Socks"],
    ["Chinese", "帐篷", "Wadi Tunnel 4"],
    ["Chinese in one character", "灯", "Keeper Storm Lantern"],
    ["Chinese words without a space between them", "登山背包", "Atlas 65 Trekking Pack"],
    ["Chinese for a name of two words", "睡袋", "Khamsin Summer Bag"],
    ["traditional Chinese", "帳篷", "Wadi Tunnel 4"],
  ])("finds by %s: %s", (_, query, name) => expect(find(query)).toContain(name));

  it.each([
    [
      "tent",
      ["Black Goat Long Tent", "Ténéré Geodesic Tent", "Caravanserai Bell Tent", "Sirocco 2 Dome Tent"],
    ],
    ["stove", ["Simoom Gas Stove"]],
    ["wool", ["Berber Wool Jumper", "Ridge Wool Gloves"]],
    ["kettle", ["Ember Camp Kettle"]],
    ["sleeping bag", ["Khamsin Summer Bag", "Starfield Down Bag −5 °C"]],
  ])("shows products named %s first", (query, first) =>
    expect(find(query).slice(0, first.length)).toEqual(first),
  );

  it.each([
    ["matress", "mattress"],
    ["mattres", "mattress"],
    ["rucksak", "rucksack"],
    ["bakpack", "backpack"],
    ["flashligt", "flashlight"],
    ["flashligts", "flashlights"],
    ["raincaot", "raincoat"],
    ["pullovr", "pullover"],
    ["termos", "thermos"],
    ["tentt", "tents"],
    ["sandl", "sandal"],
    ["wolle", "wool"],
    ["蓝色帐篷", "帐篷"],
  ])("finds the same for %s as for %s", (misspelt, word) => {
    const right = new Set(find(word));
    expect(right.size).toBeGreaterThan(0);
    expect(find(misspelt)).toSatisfy(
      (found: string[]) => found.length > 0 && found.every((name) => right.has(name)),
    );
  });

  it("finds the same for a misspelt plural as for the singular", () =>
    expect(find("flashligts")).toEqual(find("flashligt")));

  it.each([
    ["sleeping bgs", "Khamsin Summer Bag"],
    ["zelt", "Black Goat Long Tent"],
    ["外套", "Qamar Down Jacket"],
    ["羽绒服", "Qamar Down Jacket"],
    ["冲锋衣", "Harmattan Shell Jacket"],
    ["雨衣", "Harmattan Shell Jacket"],
    ["防水外套", "Harmattan Shell Jacket"],
    ["毛毯", "Kilim Camp Rug"],
    ["双人帐篷", "Sirocco 2 Dome Tent"],
    ["二人帐篷", "Sirocco 2 Dome Tent"],
    ["帐", "Black Goat Long Tent"],
    ["GPS导航仪", "Waypoint S2 GPS"],
  ])("shows first for %s: %s", (query, first) => expect(find(query)[0]).toBe(first));

  it.each(["pelt", "golf", "405"])("does not treat the short word %s as a misspelling", (query) =>
    expect(find(query)).toEqual([]),
  );

  it.each(["zeppelin", "kettle nylon zeppelin", "%_", "' or 'y'='y", "自行车", "the"])(
    "finds nothing for %s",
    (query) => expect(find(query)).toEqual([]),
  );

  it.each(suggestedWords)("finds several products for %s, a word that the shop's pages suggest", (word) =>
    expect(find(word).length).toBeGreaterThan(1),
  );

  it("finds a product for every word with synonyms", () => {
    for (const word of Object.keys(catalogueWords.alsoFinds)) expect(find(word), word).not.toEqual([]);
  });

  it("accepts words of any length and number that the contract allows", () => {
    expect(find("x".repeat(100))).toEqual([]);
    expect(find("tent ".repeat(20)).length).toBe(find("tent").length);
  });
});

describe("a search of texts in Chinese", () => {
  const [tents] = smallCatalogue;
  const chinese = structuredClone(tents ?? { slug: "tents", name: "Tents", products: [] });
  Object.assign(chinese.products[0] ?? {}, {
    name: "沙漠星空帐篷",
    description: "四人用，轻便防风，适合露营。",
  });
  const findChinese = searchOf([chinese]);

  it.each(["帐篷", "星空", "沙漠星空帐篷", "防风", "星"])("finds %s", (query) =>
    expect(findChinese(query)).toContain("沙漠星空帐篷"),
  );
  it("finds by the known part of a run with an unknown one", () =>
    expect(findChinese("红色星空")).toContain("沙漠星空帐篷"));
  it("does not find characters that are not adjacent", () => expect(findChinese("空沙")).toEqual([]));
  it("separates Chinese from other scripts within a word", () =>
    expect(termsOf("GPS导航仪")).toEqual(["gp", "导", "航", "仪", "导航", "航仪"]));
});
