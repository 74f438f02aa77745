import { expect, test } from "vitest";
import { imageFor } from "./image-for.ts";

test("an image is the app's by its name, or by itself where there is one app", () => {
  expect(imageFor("order", ["order"], ["localhost/order:a"])).toBe("localhost/order:a");
  const both = ["product", "order"];
  expect(imageFor("order", both, ["product=p:1", "order=o:1"])).toBe("o:1");
  expect(imageFor("order", both, ["product=p:1"])).toBeUndefined();
});
