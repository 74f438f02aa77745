import { hash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadPictures } from "../assets/load-pictures.ts";
import { readCatalogue } from "./catalogue.ts";

const products = readCatalogue().flatMap((category) => category.products);

describe("the catalogue", () => {
  it("holds at least 60 products, without duplicates", () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    for (const key of ["id", "sku", "name"] as const)
      expect(new Set(products.map((product) => product[key])).size, key).toBe(products.length);
  });

  it("keeps every id that was ever published", () => {
    const ids = products.slice(0, 72).map(({ sku, id }) => `${sku}=${id}`);
    expect(hash("sha256", ids.toSorted().join("\n"))).toMatchInlineSnapshot(
      `"967c5ba1cc6fbc7027cba3c1ac78151f1797e78e3b95fd870a5461c72f953a61"`,
    );
  });

  it("has a picture for every product, and no other pictures", async () => {
    const pictures = await loadPictures(fileURLToPath(new URL("../../pictures", import.meta.url)));
    expect([...pictures.keys()].toSorted()).toEqual(products.map(({ sku }) => sku).toSorted());
    expect(new Set([...pictures.values()].map((picture) => picture.hash)).size).toBe(pictures.size);
    for (const [sku, { svg }] of pictures) {
      expect(svg.length, sku).toBeLessThan(6 * 1024);
      expect(svg, sku).toMatch(
        /^<svg [^>]*width="800" height="600" viewBox="0 0 800 600" role="img"><title>[^<]{5,}<\/title>/,
      );
      expect(svg, sku).not.toMatch(/<(script|text|image|foreignObject)|href|on\w+=/);
    }
  });
});
