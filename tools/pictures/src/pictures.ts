import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { startPicture } from "./ink.ts";
import { drawings } from "./motifs.ts";

const product = new URL("../../../apps/product/", import.meta.url);
const catalogue = new URL("catalogue/", product);

/** Where the service keeps the pictures that it serves. */
export const folder = new URL("pictures/", product);

/** What is needed of a file of the catalogue; other files there hold no products. */
const Category = v.object({ products: v.array(v.object({ sku: v.string(), name: v.string() })) });

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** The picture of every product, by its file's name. */
export const pictures = (): Map<string, string> => new Map(products().map(pictureOf));

const products = () =>
  readdirSync(catalogue).flatMap((file) => {
    const category = v.safeParse(Category, JSON.parse(readFileSync(new URL(file, catalogue), "utf8")));
    return category.success ? category.output.products : [];
  });

const pictureOf = ({ sku, name }: { sku: string; name: string }): [file: string, svg: string] => {
  const draw = drawings[sku];
  if (draw === undefined) throw new Error(`${sku} ${name} has no drawing`);
  startPicture();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600" role="img"><title>${escaped(name)}</title>${draw()}</svg>\n`;
  return [`${sku}.svg`, svg];
};
