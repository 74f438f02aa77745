import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { folder, pictures } from "./pictures.ts";

it("the shop's pictures are those that are drawn here, one for each product", () => {
  const drawn = pictures();
  expect(drawn.size).toBeGreaterThan(50);
  expect(readdirSync(folder).sort()).toEqual([...drawn.keys()].sort());
  const differing = [...drawn].filter(([file, svg]) => readFileSync(new URL(file, folder), "utf8") !== svg);
  expect(differing.map(([file]) => file)).toEqual([]);
});
