import { PDFDocument, type PDFFont, type PDFPage } from "@cantoo/pdf-lib";
import type { Label } from "../domain/label.ts";
import { barcodeOf } from "./barcode.ts";
import { fitText } from "./fit-text.ts";
import type { LabelFonts } from "./fonts.ts";
import { type Letterer, openLetterer } from "./lettering.ts";

const millimetre = 72 / 25.4;
const width = 105 * millimetre;
const height = 148 * millimetre;
const margin = 6 * millimetre;
const inner = width - 2 * margin;

const sender = "Caravan · Karawanenweg 1 · 20457 Hamburg · DE";

interface Sheet extends Letterer {
  readonly page: PDFPage;
}

/** Draws a label: one page A6, for any printer. The same label gives the same bytes. */
export const drawLabel = async (label: Label, fonts: LabelFonts): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`Label ${label.trackingCode}`);
  const sheet = { page: document.addPage([width, height]), ...(await openLetterer(document, fonts)) };
  drawSender(sheet);
  await drawRecipient(sheet, label);
  drawFacts(sheet, label);
  drawBarcode(sheet, label.trackingCode);
  return document.save();
};

const rule = ({ page }: Sheet, y: number): void =>
  page.drawLine({ start: { x: margin, y }, end: { x: width - margin, y }, thickness: 0.8 });

const drawSender = (sheet: Sheet): void => {
  sheet.page.drawText("From", { x: margin, y: height - margin - 7, size: 7, font: sheet.bold });
  sheet.page.drawText(sender, { x: margin, y: height - margin - 18, size: 8.5, font: sheet.normal });
  rule(sheet, height - margin - 26);
};

const drawRecipient = async (sheet: Sheet, { recipient }: Label): Promise<void> => {
  const { page } = sheet;
  let y = height - margin - 42;
  page.drawText("To", { x: margin, y, size: 7, font: sheet.bold });
  const rows: readonly { text: string; font: PDFFont }[] = [
    { text: recipient.name, font: sheet.bold },
    { text: recipient.street, font: sheet.normal },
    { text: `${recipient.postalCode} ${recipient.city}`, font: sheet.bold },
    { text: recipient.country, font: sheet.bold },
  ];
  for (const { text, font } of rows) {
    const lettering = await sheet.letter(text, font);
    const box = { width: inner, lines: 4, size: 15, smallest: 6 };
    const { size, lines } = fitText(lettering.text, box, lettering.width);
    for (const line of lines) {
      y -= size * 1.3;
      lettering.draw(page, line, { x: margin, y, size });
    }
  }
};

const drawFacts = (sheet: Sheet, label: Label): void => {
  const top = 62 * millimetre;
  rule(sheet, top);
  const weight = `${(label.weightGrams / 1000).toFixed(2)} kg`;
  const box = `Package ${label.packageNumber} of ${label.packageCount}`;
  sheet.page.drawText(`${box}   ${weight}`, { x: margin, y: top - 15, size: 10, font: sheet.bold });
  sheet.page.drawText(`Order ${label.orderId}`, { x: margin, y: top - 29, size: 8, font: sheet.normal });
  rule(sheet, top - 38);
};

/** The code as bars, with quiet zones of ten modules, and below as text. */
const drawBarcode = (sheet: Sheet, text: string): void => {
  const code = barcodeOf(text);
  const module = Math.min((width - 2 * margin) / (code.width + 20), 1.4);
  const left = (width - code.width * module) / 2;
  for (const bar of code.bars)
    sheet.page.drawRectangle({
      x: left + bar.at * module,
      y: 18 * millimetre,
      width: bar.width * module,
      height: 26 * millimetre,
    });
  const size = 16;
  const x = (width - sheet.bold.widthOfTextAtSize(text, size)) / 2;
  sheet.page.drawText(text, { x, y: 10 * millimetre, size, font: sheet.bold });
};
