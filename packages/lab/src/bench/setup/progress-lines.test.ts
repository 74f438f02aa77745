import { Writable } from "node:stream";
import { showProgress } from "@caravan/terminal";
import { expect, test } from "vitest";
import { stepsIn } from "./progress-lines.ts";

test("every step that up reports is read back with its name and time", async () => {
  let output = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      output += String(chunk);
      done();
    },
  });
  const progress = showProgress(stream as NodeJS.WriteStream);
  await progress.step("node", async () => undefined);
  await progress.step("images of the platform", async () => undefined);
  expect(stepsIn(output)).toEqual([
    { name: "node", endedAfterSeconds: expect.any(Number), seconds: expect.any(Number) },
    { name: "images of the platform", endedAfterSeconds: expect.any(Number), seconds: expect.any(Number) },
  ]);
});
