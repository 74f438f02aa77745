import * as v from "valibot";
import { describe, expect, it } from "vitest";
import {
  deliveryCountries,
  examplePostalCode,
  KnownAddress,
  PostalAddress,
  writePostalCode,
} from "./index.ts";

const address = { name: "Ada", street: "Way 1", postalCode: "10115", city: "Berlin", country: "DE" };
const fieldsOf = (value: unknown): (string | null)[] => {
  const result = v.safeParse(PostalAddress, value);
  return result.success ? [] : result.issues.map((issue) => v.getDotPath(issue));
};

describe("an address", () => {
  it.each(["ZZ", "XX", "KP", "US", "de", "Germany", ""])(
    "in %s is refused: we do not deliver there",
    (country) => {
      expect(fieldsOf({ ...address, country })).toEqual(["country"]);
    },
  );
  it.each([
    ["DE", "1"],
    ["DE", "abc"],
    ["DE", "1011"],
    ["GB", "12345"],
    ["CN", "1000"],
    ["LI", "9400"],
    ["PL", "00-95A"],
  ])("in %s with the postal code %s is refused, and the field is named", (country, postalCode) => {
    expect(fieldsOf({ ...address, country, postalCode })).toEqual(["postalCode"]);
  });
  it.each([
    ["DE", "D-10115", "10115"],
    ["GB", "sw1y4le", "SW1Y 4LE"],
    ["NL", "1234ab", "1234 AB"],
    ["PL", "00950", "00-950"],
    ["SE", "11455", "114 55"],
    ["LV", "1073", undefined],
    ["LV", "lv 1073", "LV-1073"],
    ["CN", "１０００９６", "100096"],
    ["IE", "a65f4e2", "A65 F4E2"],
    ["MT", "NXR 01", "NXR 01"],
  ] as const)("in %s: %s is written as %s", (country, typed, written) => {
    expect(writePostalCode(country, typed)).toBe(written);
  });
  it.each(deliveryCountries)("in %s: the example is a postal code there, and stays as it is", (country) => {
    const postalCode = examplePostalCode(country);
    expect(v.parse(PostalAddress, { ...address, country, postalCode })).toEqual({
      ...address,
      country,
      postalCode,
    });
  });
  it("in China goes through in its own script", () => {
    const here = {
      name: "王小明",
      street: "朝阳区建国路93号",
      postalCode: "100022",
      city: "北京市",
      country: "CN",
    };
    expect(v.parse(PostalAddress, here)).toEqual(here);
  });
  it("that was taken before is passed on, wherever it is", () => {
    const old = { ...address, postalCode: "1", country: "US" };
    expect(v.parse(KnownAddress, old)).toEqual(old);
  });
});
