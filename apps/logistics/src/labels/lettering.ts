import { type PDFDocument, type PDFFont, type PDFPage, StandardFonts } from "@cantoo/pdf-lib";
import { inLettersOf } from "./fit-text.ts";
import type { LabelFonts, ScriptFont } from "./fonts.ts";
import { visualRuns, withoutDirections } from "./runs.ts";

/** A text that can be measured and drawn, part by part. */
export interface Lettering {
  /** The text with available letters only. */
  readonly text: string;
  width(part: string, size: number): number;
  draw(
    page: PDFPage,
    part: string,
    at: { readonly x: number; readonly y: number; readonly size: number },
  ): void;
}

/** The typesetting of one document. */
export interface Letterer {
  readonly normal: PDFFont;
  readonly bold: PDFFont;
  letter(text: string, font: PDFFont): Promise<Lettering>;
}

/** Texts are set in PDF's own fonts if possible; others in fonts of their scripts, embedded with only the letters they need. */
export const openLetterer = async (document: PDFDocument, fonts: LabelFonts): Promise<Letterer> => {
  const embedded = new Map<ScriptFont, Promise<PDFFont>>();
  const embed = (script: ScriptFont): Promise<PDFFont> => {
    document.registerFontkit({ create: () => script.font });
    const known =
      embedded.get(script) ??
      document.embedFont(new Uint8Array(), { subset: true, customName: `LABELS+${script.name}` });
    embedded.set(script, known);
    return known;
  };
  const inScripts = async (text: string): Promise<Lettering> => {
    const scripts = await fonts.load();
    const has = (i: number, letter: string): boolean =>
      scripts[i]?.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0) === true;
    const fontOf = (letter: string, before?: number): number =>
      before !== undefined && has(before, letter) ? before : scripts.findIndex((_, i) => has(i, letter));
    const known = inLettersOf((point) => fontOf(String.fromCodePoint(point)) >= 0, text);
    const used = new Map<number, PDFFont>();
    for (const { font } of visualRuns(known, fontOf)) {
      const script = scripts[font];
      if (script !== undefined && !used.has(font)) used.set(font, await embed(script));
    }
    const runsOf = (part: string) =>
      visualRuns(part, fontOf).flatMap((run) => {
        const font = used.get(run.font);
        return font === undefined ? [] : [{ text: run.text, font }];
      });
    return {
      text: known,
      width: (part, size) =>
        runsOf(part).reduce((sum, run) => sum + run.font.widthOfTextAtSize(run.text, size), 0),
      draw(page, part, { x, y, size }) {
        let left = x;
        for (const run of runsOf(part)) {
          page.drawText(run.text, { x: left, y, size, font: run.font });
          left += run.font.widthOfTextAtSize(run.text, size);
        }
      },
    };
  };
  const normal = await document.embedFont(StandardFonts.Helvetica);
  return {
    normal,
    bold: await document.embedFont(StandardFonts.HelveticaBold),
    async letter(given, font) {
      const text = withoutDirections(given).normalize("NFC");
      const letters = new Set(font.getCharacterSet());
      if (![...text].every((letter) => letters.has(letter.codePointAt(0) ?? 0))) return inScripts(text);
      return {
        text,
        width: (part, size) => font.widthOfTextAtSize(part, size),
        draw: (page, part, { x, y, size }) => page.drawText(part, { x, y, size, font }),
      };
    },
  };
};
