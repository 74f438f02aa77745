import { expect, test } from "vitest";
import { clearWeight, setWeight } from "./set-weight.ts";
import { installed, openMesh, weightsOf } from "./testing/fake-shop.ts";

test("a weight is one object of its own; what the charts installed stays as it is", async () => {
  const mesh = openMesh(installed());
  expect(await setWeight(mesh, "order", 125)).toBe(true);
  expect(mesh.live()).toEqual([...installed(), weightsOf("order", 125)]);
  expect(await setWeight(mesh, "order", 0)).toBe(true);
  expect(mesh.live()).toEqual([...installed(), weightsOf("order", 0, "2")]);
});

test("a write that another one came before is repeated", async () => {
  const mesh = openMesh(installed(), [[...installed(), weightsOf("order", 500, "7")]]);
  await setWeight(mesh, "order", 10);
  expect(mesh.live().at(-1)).toEqual(weightsOf("order", 10, "8"));
});

test("a mesh without a route that takes the weights is reported", async () => {
  expect(await setWeight(openMesh(installed()), "payment", 10)).toBe(false);
});

test("continuous writes by others are reported", async () => {
  const others = Array.from({ length: 9 }, (_, n) => [
    ...installed(),
    weightsOf("order", 500, String(n + 9)),
  ]);
  await expect(setWeight(openMesh(installed(), others), "order", 10)).rejects.toThrow("5 times in a row");
});

test("cleared weights leave what the charts installed", async () => {
  const mesh = openMesh([...installed(), weightsOf("order", 0)]);
  await clearWeight(mesh, "order");
  expect(mesh.live()).toEqual(installed());
});
