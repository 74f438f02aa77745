import { expect, test } from "vitest";
import { imageOn, planSwitching, switchTo } from "./switching.ts";

const installed = (app: string, tag: string) => ({
  ...{ app, namespace: "shop", reference: `localhost/caravan/${app}:${tag}` },
});
const image = (name: string, tag: string) => ({ name, reference: `localhost/caravan/${name}:${tag}` });
const releases = new Map([
  ["shop/order", "digest of order"],
  ["shop/user", "digest of user"],
]);

test("only apps whose image is another one are switched", () => {
  const { apps } = planSwitching(
    [installed("order", "new"), installed("user", "same")],
    [image("order", "old"), image("user", "same")],
    releases,
  );
  expect(apps.map(({ app }) => app)).toEqual(["order"]);
});

test("apps that only one side has are named, and stay as they are", () => {
  const plan = planSwitching(
    [installed("order", "new"), installed("flash", "new")],
    [image("order", "old"), image("cart", "old")],
    releases,
  );
  expect([plan.onlyB, plan.onlyA, plan.apps.length]).toEqual([["flash"], ["cart"], 1]);
});

test("nothing is switched when no image differs, or while a second version runs", () => {
  const [here, there] = [[installed("order", "same")], [image("order", "same")]];
  expect(() => planSwitching(here, there, releases)).toThrow("the same images");
  const withCanary = new Map([...releases, ["shop/order-canary", "x"]]);
  expect(() => planSwitching(here, [image("order", "old")], withCanary)).toThrow("shop/order-canary");
});

test("a release counts as installed again once it has this checkout's image, and not before", () => {
  const { apps } = planSwitching([installed("order", "new")], [image("order", "old")], releases);
  const [order] = apps;
  if (!order) throw new Error("order differs");
  expect(imageOn("A", order)).toEqual({ reference: "localhost/caravan/order:old", digest: "compared" });
  expect(imageOn("B", order)).toEqual({
    reference: "localhost/caravan/order:new",
    digest: "digest of order",
  });
});

test("a side runs once no pod of another image is left, and no migration is run for it", async () => {
  const { apps } = planSwitching([installed("order", "new")], [image("order", "old")], releases);
  const told: string[] = [];
  const [old, now] = ["localhost/caravan/order:old", "localhost/caravan/order:new"];
  const pods = [`${now} ${old}`, `${now} ${old}`, old];
  await switchTo(
    {
      shared: false,
      helm: async (args, values) => {
        told.push(`helm ${args.includes("--no-hooks") ? "without hooks" : ""} ${values}`.trim());
        return "";
      },
      rolledOut: async (namespace, name) => void told.push(`${namespace} ${name} rolled out`),
      kubectl: async (args) => {
        if (!args.includes("pods")) return "";
        told.push("looked at pods");
        return pods.shift() ?? "";
      },
    },
    "A",
    apps,
  );
  expect(told[0]).toMatch(/^helm without hooks image:\s+repository: localhost.caravan.order\s+tag: old$/);
  expect(told.slice(1)).toEqual(["shop deploy/order rolled out", ...Array(3).fill("looked at pods")]);
});
