import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { create, type Font } from "fontkit";

/** A font for scripts that PDF's own fonts lack. */
export interface ScriptFont {
  readonly name: string;
  readonly font: Font;
}

/** Fonts of labels: loaded when a label first needs one, and cached. */
export interface LabelFonts {
  /** In the order of lookup. */
  load(): Promise<readonly ScriptFont[]>;
}

/**
 * Noto (SIL Open Font License), some 14 MB in all: Latin, Greek and Cyrillic; Arabic; Hebrew; Chinese with the kana; Korean. A label
 * embeds only the letters that it shows.
 */
const files = [
  "NotoSans-Regular.ttf",
  "NotoNaskhArabic-Regular.ttf",
  "NotoSansHebrew-Regular.ttf",
  "NotoSansHans-Regular.otf",
  "NotoSansKR-Regular.otf",
];

export const openLabelFonts = (folder: string): LabelFonts => {
  let loaded: Promise<ScriptFont[]> | undefined;
  const load = () =>
    Promise.all(
      files.map(async (file) => {
        const font = create(await readFile(join(folder, file)));
        if (!("layout" in font)) throw new Error(`${file} holds several fonts`);
        return { name: file.replace(/-.*/, ""), font };
      }),
    );
  return {
    load() {
      loaded ??= load().catch((error: unknown) => {
        loaded = undefined;
        throw error;
      });
      return loaded;
    },
  };
};
