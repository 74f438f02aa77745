import { inflateSync } from "node:zlib";
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from "@cantoo/pdf-lib";

/** A drawn text: from left to right, with its font. */
export interface DrawnText {
  readonly font: string;
  readonly text: string;
}

/** The texts that the first page of a PDF draws, in order. Letters that a font reordered are in drawing order. */
export const drawnTexts = async (pdf: Uint8Array): Promise<DrawnText[]> => {
  const document = await PDFDocument.load(pdf);
  const { node } = document.getPage(0);
  const fonts = node.Resources()?.lookup(PDFName.of("Font"), PDFDict);
  const texts: DrawnText[] = [];
  for (const content of document.context.enumerateIndirectObjects().map(([, object]) => object)) {
    if (!(content instanceof PDFRawStream)) continue;
    let current: ReturnType<typeof readerOf> | undefined;
    for (const [, name, hex] of unpacked(content).matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-F]*)> Tj/g)) {
      if (name !== undefined) current = readerOf(fonts?.lookup(PDFName.of(name), PDFDict));
      else if (current !== undefined) texts.push({ font: current.name, text: current.read(hex ?? "") });
    }
  }
  return texts;
};

const readerOf = (font: PDFDict | undefined) => {
  const name = String(font?.get(PDFName.of("BaseFont")) ?? "");
  const cmap = font?.lookup(PDFName.of("ToUnicode"));
  if (!(cmap instanceof PDFRawStream))
    return { name, read: (hex: string) => Buffer.from(hex, "hex").toString("latin1") };
  const letters = new Map(
    [...unpacked(cmap).matchAll(/<([0-9A-F]{4})> <([0-9A-F]+)>/gi)].map(([, glyph = "", text = ""]) => [
      glyph.toUpperCase(),
      Buffer.from(text, "hex").swap16().toString("utf16le"),
    ]),
  );
  return { name, read: (hex: string) => hex.replace(/.{4}/g, (glyph) => letters.get(glyph) ?? "\ufffd") };
};

const unpacked = (stream: PDFRawStream): string => {
  const raw = Buffer.from(stream.getContents());
  try {
    return inflateSync(raw).toString("latin1");
  } catch {
    return raw.toString("latin1");
  }
};
