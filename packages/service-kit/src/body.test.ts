import { Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { parseForm } from "./body.ts";

const form = (text: string, encoding: BufferEncoding = "utf8"): ArrayBuffer =>
  new Uint8Array(Buffer.from(text, encoding)).buffer;

describe("a form", () => {
  it.each([
    ["name=Zo%C3%AB+M%C3%BCller&city=%E5%8C%97%E4%BA%AC", { name: "Zoë Müller", city: "北京" }],
    ["name=Zoë&city=北京", { name: "Zoë", city: "北京" }],
    ["a=1&a=2&&b&c=x=y", { a: "2", b: "", c: "x=y" }],
    ["discount=100%&odd=%zz", { discount: "100%", odd: "%zz" }],
    ["", {}],
  ])("%s is parsed like in browsers", (text, fields) => {
    expect(parseForm(form(text))).toEqual(fields);
    expect(parseForm(form(text))).toEqual(Object.fromEntries(new URLSearchParams(text)));
  });
  it.each(["name=K%F6ln", "name=%ED%A0%80", "%ff=1"])(
    "%s is refused: these bytes are not UTF-8, and would be stored damaged",
    (text) => {
      expect(() => parseForm(form(text))).toThrow(Refusal);
    },
  );
  it("is refused when its bytes are Latin-1", () => {
    expect(() => parseForm(form("name=Jürgen", "latin1"))).toThrow(/body-not-utf-8/);
  });
});
