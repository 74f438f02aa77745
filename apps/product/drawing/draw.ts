// Draws the pictures of all products into `pictures/`. Run by hand after a change: `pnpm pictures`.
import { mkdirSync, writeFileSync } from "node:fs";
import { readCatalogue } from "../src/database/catalogue.ts";
import { startPicture } from "./ink.ts";
import { drawings } from "./motifs.ts";

const folder = new URL("../pictures/", import.meta.url);
mkdirSync(folder, { recursive: true });

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

for (const { sku, name } of readCatalogue().flatMap((category) => category.products)) {
  const draw = drawings[sku];
  if (draw === undefined) throw new Error(`${sku} ${name} has no drawing`);
  startPicture();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600" role="img"><title>${escaped(name)}</title>${draw()}</svg>\n`;
  writeFileSync(new URL(`${sku}.svg`, folder), svg);
}
