import { bundleApp, type StandIns } from "@caravan/toolchain";
import { expect, test } from "vitest";
import { breakNamed, breakNames } from "./breaks.ts";

const mainOf = async (app: string, standIns?: StandIns) => {
  const files = await bundleApp(app, ["main"], standIns);
  return Buffer.from(files.find(({ path }) => path === "main.js")?.content ?? []).toString();
};

test.each(breakNames)(
  "the defect %s is in the bundle of its app when planted, and in no other",
  async (name) => {
    const { app, standIns } = breakNamed(name);
    for (const defect of Object.values(standIns)) {
      expect(await mainOf(app)).not.toContain(`// ${defect}`);
      expect(await mainOf(app, standIns)).toContain(`// ${defect}`);
    }
  },
);
