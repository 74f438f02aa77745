import { arch, weave } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { type Drawings, each, line, path, shade, shadow, solid } from "../ink.ts";

const { coral, cream, deep, indigo, leather, mist, saffron, sand, teal, terracotta, wine } = ink;

const slipper = (x: number, y: number, colour: string, dark: string): string =>
  `<g transform="translate(${x} ${y})">${path(
    "M0 170Q-6 130 20 126H400Q430 140 424 172Q420 186 400 188H20Q0 186 0 170z",
    leather,
  )}${solid(
    "M6 140Q-4 70 40 40Q90 60 150 64Q230 40 300 56Q420 80 424 150Q200 170 6 150z",
    colour,
    shade("M0 120H440V180H0z", 0.12),
    path("M300 30Q440 60 440 170H330Q350 100 300 30z", dark),
  )}${path("M40 40Q90 60 150 64Q210 50 236 60Q220 110 130 108Q50 100 40 40z", wine)}${line(
    "M40 40Q90 62 150 66Q210 50 240 58",
    cream,
    9,
  )}${path("M290 84l16 16l-16 16l-16-16z", saffron) + path("M256 98l10 10l-10 10l-10-10z", cream)}</g>`;

const slippers = (): string =>
  shadow(380, 400, 240) +
  slipper(110, 190, coral, terracotta) +
  shadow(450, 496, 230) +
  slipper(240, 306, coral, terracotta);

const sock = (body: string, dark: string, band: string): string =>
  solid(
    "M330 90H450V320Q452 350 500 390Q560 430 550 470Q540 510 480 506Q400 500 340 430Q318 400 326 350z",
    body,
    path("M310 80H470V150H310z", dark),
    each([340, 362, 384, 406, 428], (x) => line(`M${x} 94V142`, body, 5)),
    path("M310 200H470V222H310zM310 240H470V250H310z", band),
    path("M470 380Q580 420 560 520H500Q480 440 440 420z", dark),
    path("M320 330Q380 340 390 420Q370 450 340 440L310 400z", dark),
    shade("M420 80H470V340Q560 420 560 520H530Q500 420 420 360z", 0.12),
  );

const socks = (): string =>
  `<g transform="translate(-130 10)">${sock(mist, indigo, terracotta)}</g><g transform="translate(90 -4) rotate(-6 400 300)">${sock(sand, terracotta, indigo)}</g>`;

export const softFootwear: Drawings = {
  "CAR-0049": () => weave(deep, teal, saffron) + slippers(),
  "CAR-0050": () => arch("#d8826a", "#f6d9c6", wine) + socks(),
};
