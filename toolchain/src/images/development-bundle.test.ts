import { stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appNames } from "./app-image.ts";
import { bundleOptions } from "./bundle.ts";
import { type DevelopmentBundle, openDevelopmentBundle } from "./development-bundle.ts";

const app = "order";
const file = join(bundleOptions(app, {}).outdir, "main.js");
let bundle: DevelopmentBundle;

beforeAll(async () => {
  bundle = await openDevelopmentBundle(app);
  await bundle.build();
});

afterAll(() => bundle.dispose());

test.each(appNames())("%s starts from its development bundle as far as its configuration", async (name) => {
  const own = await openDevelopmentBundle(name);
  await own.build().finally(own.dispose);
  const main = join(bundleOptions(name, {}).outdir, "main.js");
  const { failed, all } = await execa(process.execPath, [main], {
    env: { APP_ID: "" },
    reject: false,
    all: true,
  });
  expect({ failed, all }).toEqual({ failed: true, all: expect.stringContaining("ConfigError") });
});

test("a bundle that is made again from the same source is not written again, so nothing restarts", async () => {
  const before = await stat(file);
  expect(await bundle.build()).toBe(false);
  expect((await stat(file)).ino).toBe(before.ino);
});

test("the bundle knows that it is made of the app's own source and of the packages'", () => {
  const inputs = [...bundle.inputs];
  expect(inputs.some((input) => input.endsWith("apps/order/src/app.ts"))).toBe(true);
  expect(inputs.some((input) => input.endsWith("packages/service-kit/src/run-service.ts"))).toBe(true);
  expect(inputs.some((input) => input.includes("/node_modules/"))).toBe(false);
});
