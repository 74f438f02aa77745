import { describe, expect, it } from "vitest";
import type { Label } from "../domain/label.ts";
import { drawnTexts } from "../testing/pdf-text.ts";
import { drawLabel } from "./draw-label.ts";
import { openLabelFonts } from "./fonts.ts";
import { visualRuns, withoutDirections } from "./runs.ts";

const fonts = openLabelFonts(new URL("../../assets", import.meta.url).pathname);
const labelTo = (name: string, city: string): Label => ({
  orderId: "ord_0199b63a-0009-7000-8000-000000000009",
  recipient: { name, street: "Weg 1", postalCode: "100022", city, country: "CN" },
  trackingCode: "CRV7K2M9QX41",
  weightGrams: 900,
  packageNumber: 1,
  packageCount: 1,
});
const turned = (text: string) => [...text].reverse().join("");
const drawn = async (label: Label) => {
  const texts = await drawnTexts(await drawLabel(label, fonts));
  return { texts, all: texts.map(({ text }) => text).join("|") };
};

describe("a label shows every script:", () => {
  it.each([
    ["王小明", "北京市", "NotoSansHans"],
    ["臺灣 田中ひらがな", "東京", "NotoSansHans"],
    ["김철수", "서울", "NotoSansKR"],
    ["Ελένη", "Αθήνα", "NotoSans"],
    ["Анна", "Москва", "NotoSans"],
    ["Łukasz Đorđe", "Łódź", "NotoSans"],
  ])("%s in %s is drawn letter by letter", async (name, city, font) => {
    const { texts, all } = await drawn(labelTo(name, city));
    expect(all).toContain(name);
    expect(all).toContain(city);
    expect(texts.find(({ text }) => text === name)?.font).toContain(font);
    expect(all).not.toMatch(/[?\ufffd]/);
  });

  it.each([
    ["محمد", "عمان", "NotoNaskhArabic"],
    ["דוד", "תל אביב", "NotoSansHebrew"],
  ])("%s in %s is drawn from right to left", async (name, city, font) => {
    const { texts, all } = await drawn(labelTo(name, city));
    expect(all).toContain(turned(name));
    expect(all).toContain(turned(city));
    expect(texts.find(({ text }) => text === turned(name))?.font).toContain(font);
  });

  it("joins Arabic letters: the one in the middle of a word is another glyph than the one alone", async () => {
    const [, arabic] = await fonts.load();
    const glyphs = (text: string) => arabic?.font.layout(text).glyphs.map(({ id }) => id) ?? [];
    expect(glyphs("\u0645")).toHaveLength(1);
    expect(glyphs("\u0645\u062d\u0645\u062f")).not.toContain(glyphs("\u0645")[0]);
  });

  it("embeds only the letters that it shows, and is reproducible byte by byte", async () => {
    const label = labelTo("王小明 محمد Анна", "서울");
    const pdf = await drawLabel(label, fonts);
    expect(pdf.byteLength).toBeLessThan(150_000);
    expect(await drawLabel(label, fonts)).toEqual(pdf);
  });

  it("puts a question mark where there is no letter, and loses nothing else", async () => {
    const { all } = await drawn(labelTo("王 😀 Ł", "X"));
    for (const part of ["王", "?", "Ł"]) expect(all).toContain(part);
  });
});

describe("a line of several directions", () => {
  const runs = (text: string) => visualRuns(text, () => 0).map((run) => run.text);
  it.each([
    ["Way 7", ["Way 7"]],
    ["شارع 12", ["12", "شارع "]],
    ["محمد 王 12", ["王 12", "محمد "]],
    ["Haus (שלום) 3", ["Haus (", "שלום", ") ", "3"]],
    // Read from the right, this bracket opens, so it is mirrored.
    ["(עמאן)", [")עמאן("]],
  ])("%s is drawn in this order", (text, expected) => {
    expect(runs(text)).toEqual(expected);
  });
  it("keeps marks with their letters and removes direction controls", () => {
    expect(visualRuns("e\u0301x", (letter) => (letter === "x" ? 1 : 0))).toEqual([
      { text: "e\u0301", font: 0 },
      { text: "x", font: 1 },
    ]);
    expect(withoutDirections("\u202eAda\u202c")).toBe("Ada");
  });
});
