import { describe, expect, test } from "vitest";
import { foundation } from "./foundation.ts";

const [light = "", dark = ""] = foundation.split("@media (prefers-color-scheme: dark)");
const coloursOf = (css: string) =>
  new Map(
    [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [name, value]),
  );
const schemes = { light: coloursOf(light), dark: coloursOf(dark) };

/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** Text colours and their backgrounds. */
const texts: readonly (readonly [text: string, ground: string])[] = [
  ...["ground", "panel", "raised", "teal-wash", "wash", "sky-top", "sky-low"].map(
    (ground) => ["ink", ground] as const,
  ),
  ...["ground", "panel", "raised"].flatMap((ground) => [
    ["soft", ground] as const,
    ["teal", ground] as const,
  ]),
  ...["accent", "good", "warn"].map((text) => [text, "ground"] as const),
  ["teal", "teal-wash"],
  ["on-accent", "accent"],
  ["on-accent", "accent-deep"],
  ["ground", "teal"],
  ["ground", "ink"],
];

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  const colour = (name: string) => schemes[scheme].get(name) ?? "missing";

  test.each(texts)("%s on %s is readable", (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test("the border of fields and the focus ring have enough contrast", () => {
    expect(contrast(colour("edge"), colour("raised"))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour("accent"), colour("ground"))).toBeGreaterThanOrEqual(3);
  });
});
