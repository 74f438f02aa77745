import { inflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import { describe, expect, it } from "vitest";
import type { Label } from "../domain/label.ts";
import { drawLabel as draw } from "./draw-label.ts";
import { fitText, inLettersOf } from "./fit-text.ts";
import { openLabelFonts } from "./fonts.ts";

const fonts = openLabelFonts(new URL("../../assets", import.meta.url).pathname);
const drawLabel = (label: Label) => draw(label, fonts);

const label: Label = {
  orderId: "ord_0199b63a-0009-7000-8000-000000000009",
  recipient: { name: "Zoë Müller", street: "Straße 135", postalCode: "10623", city: "Berlin", country: "DE" },
  trackingCode: "CRV7K2M9QX41",
  weightGrams: 8_420,
  packageNumber: 1,
  packageCount: 2,
};

/** The texts of a PDF, from its compressed streams; standard fonts use hexadecimal WinAnsi. */
const textOf = (pdf: Uint8Array): string => {
  const raw = Buffer.from(pdf);
  const texts: string[] = [];
  for (let at = raw.indexOf("stream\n"); at >= 0; at = raw.indexOf("stream\n", at + 7)) {
    const end = raw.indexOf("endstream", at);
    try {
      const content = inflateSync(raw.subarray(at + 7, end)).toString("latin1");
      for (const [, hex = ""] of content.matchAll(/<([0-9A-F]+)> Tj/g))
        texts.push(Buffer.from(hex, "hex").toString("latin1"));
    } catch {} // not a compressed stream
  }
  return texts.join("\n");
};

describe("a label", () => {
  it("is one page A6 with sender, recipient, order, weight and tracking code", async () => {
    const pdf = await drawLabel(label);
    const document = await PDFDocument.load(pdf);
    expect(document.getPageCount()).toBe(1);
    const { width, height } = document.getPage(0).getSize();
    expect([Math.round((width / 72) * 25.4), Math.round((height / 72) * 25.4)]).toEqual([105, 148]);
    const text = textOf(pdf);
    for (const part of [
      "Caravan",
      "Zoë Müller",
      "Straße 135",
      "10623 Berlin",
      "DE",
      label.orderId,
      "Package 1 of 2   8.42 kg",
      label.trackingCode,
    ])
      expect(text).toContain(part);
  });

  it("is reproducible, byte by byte", async () => {
    expect(await drawLabel(label)).toEqual(await drawLabel(label));
  });

  it.each([
    ["another script", "Анна 李 😀 العربية"],
    ["marks and special letters", "Łukasz Đorđe Ştefan Ğ"],
    ["one very long word", "W".repeat(100)],
    ["spaces only inside", "a  b"],
  ])("can be drawn with %s, and loses no line", async (_, name) => {
    const long = {
      ...label.recipient,
      name,
      street: "Wilhelmstraße ".repeat(10).trim(),
      city: "W".repeat(100),
    };
    const text = textOf(await drawLabel({ ...label, recipient: long }));
    expect(text.match(/W/g)?.length).toBeGreaterThanOrEqual(110);
  });
});

describe("fitted text", () => {
  const measure = (text: string, size: number) => text.length * size;
  it("is set as large as possible, wrapped at words, cut only where a word is too long", () => {
    const box = { width: 100, lines: 2, size: 10, smallest: 5 };
    expect(fitText("short", box, measure)).toEqual({ size: 10, lines: ["short"] });
    expect(fitText("two words here", box, measure)).toEqual({ size: 10, lines: ["two words", "here"] });
    expect(fitText("x".repeat(25), box, measure).lines.join("")).toBe("x".repeat(25));
  });
  it("falls back to letters without marks, then to a question mark", () => {
    const ascii = (letter: number) => letter < 128;
    expect(inLettersOf(ascii, "Łódź Ñandú 李")).toBe("Lodz Nandu ?");
  });
});
