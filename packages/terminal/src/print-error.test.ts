import { Trouble } from "@caravan/toolchain";
import { afterEach, expect, test, vi } from "vitest";
import { printError } from "./print-error.ts";

afterEach(() => void vi.restoreAllMocks());

const said = (error: unknown, json: boolean) => {
  const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  out.mockClear();
  err.mockClear();
  const code = printError(error, json);
  const textOf = (mock: typeof out): string => mock.mock.calls.map(([text]) => String(text)).join("");
  return { code, out: textOf(out), err: textOf(err) };
};
const problem = { type: "urn:caravan:problem:release-under-way", title: "Conflict", status: 409 };

test("a program that asked for JSON gets a problem document, that of the service where one refused", () => {
  const refused = said(Object.assign(new Trouble("A release is under way."), { problem }), true);
  expect([refused.code, JSON.parse(refused.out)]).toEqual([1, problem]);
  expect(refused.err).toContain("A release is under way.");
  expect(JSON.parse(said(new Trouble("No shop runs.", ["./caravan up"]), true).out)).toEqual({
    ...{ type: "about:blank", title: "No shop runs.", detail: "./caravan up" },
  });
  expect(JSON.parse(said(new Error("odd"), true).out)).toEqual({ type: "about:blank", title: "Error: odd" });
});

test("a person gets words alone", () => {
  expect(said(new Trouble("No shop runs."), false)).toMatchObject({ code: 1, out: "" });
});
