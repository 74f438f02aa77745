import { disc, rays } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  box,
  circle,
  type Drawings,
  each,
  ellipse,
  line,
  lines,
  path,
  seam,
  shade,
  shadow,
  shine,
  solid,
} from "../ink.ts";

const {
  amber,
  bark,
  brick,
  coal,
  cream,
  deep,
  dune,
  hide,
  indigo,
  iron,
  leather,
  ochre,
  saffron,
  sage,
  sand,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const mug = (): string =>
  shadow(390, 486, 170) +
  line("M516 280Q620 270 610 350Q596 430 508 418", amber, 30) +
  line("M516 280Q620 270 610 350Q596 430 508 418", saffron, 20) +
  solid(
    "M250 226H530L518 460Q514 484 490 484H290Q266 484 262 460z",
    saffron,
    shade("M450 220H540V490H440z"),
    shine("M270 226H306L314 490H280z", 0.3),
    each(
      [
        [330, 300, 5],
        [420, 350, 6],
        [360, 430, 4],
        [480, 290, 4],
        [300, 380, 6],
        [440, 444, 5],
        [390, 280, 3],
      ],
      ([x = 0, y = 0, r = 0]) => circle(x, y, r, cream),
    ),
  ) +
  ellipse(390, 226, 140, 28, steel) +
  ellipse(390, 228, 128, 21, bark) +
  ellipse(370, 224, 60, 7, leather) +
  lines(cream, 8, "M330 180Q300 140 340 110Q370 80 340 50", "M420 180Q390 140 430 110Q460 80 430 50");

const cutlery = (): string =>
  shade("M176 156H640V500H176z", 0.18) +
  solid(
    "M160 140H620Q630 140 630 150V470Q630 480 620 480H160Q150 480 150 470V150Q150 140 160 140z",
    deep,
    path("M150 320H630V490H150z", teal),
    seam("M168 334H612", sand),
    lines(deep, 5, "M275 330V470", "M390 330V470", "M505 330V470"),
    shade("M560 130H640V490H560z", 0.12),
  ) +
  path("M206 360V200Q206 110 240 104V360z", steel) +
  path("M318 360V240Q296 220 296 190V110h10v70h12V110h12v70h12V110h10v80Q352 220 334 240V360z", steel) +
  path("M440 360V230Q412 210 412 164Q414 106 447 104Q480 106 482 164Q482 210 454 230V360z", steel) +
  shade("M447 120Q470 124 470 164Q470 200 447 206z", 0.12) +
  path("M548 360V120q0-8 8-8t8 8V360zM572 360V120q0-8 8-8t8 8V360z", ochre) +
  path("M196 336H250V470H196zM296 336H352V470H296zM420 336H474V470H420zM540 336H596V470H540z", teal) +
  seam("M168 334H612", sand) +
  line("M630 300Q690 290 700 340T660 420", leather, 9) +
  line("M630 320Q680 330 680 380T720 430", leather, 9);

const tin = (x: number, y: number, colour: string, spice: string): string =>
  solid(
    `M${x} ${y}h110v94q0 12-12 12h-86q-12 0-12-12z`,
    steel,
    box(x, y + 26, 110, 50, cream),
    shade(`M${x + 78} ${y}h40v110h-40z`),
    shine(`M${x} ${y}h16v110h-16z`, 0.5),
    circle(x + 55, y + 51, 15, spice),
  ) +
  box(x - 5, y - 26, 120, 32, colour, 8) +
  shade(`M${x + 78} ${y - 26}h29q8 0 8 8v16q0 8-8 8h-29z`);

const spices = (): string =>
  shadow(400, 492, 230) +
  tin(214, 386, teal, saffron) +
  tin(346, 386, terracotta, terracotta) +
  tin(478, 386, saffron, sage) +
  tin(280, 248, indigo, wine) +
  tin(412, 248, leather, ochre) +
  tin(346, 110, brick, amber) +
  path("M560 492Q600 440 650 470Q690 480 700 492z", amber) +
  path("M110 492Q140 456 180 470Q206 480 212 492z", brick);

const grinder = (): string =>
  shadow(390, 500, 120) +
  line("M400 150L560 112", coal, 14) +
  box(556, 60, 34, 76, bark, 14) +
  circle(573, 62, 20, hide) +
  solid(
    "M320 176Q324 140 390 136Q456 140 460 176V300H320z",
    steel,
    shade("M420 130H470V310H420z"),
    shine("M328 140h20v170h-20z", 0.6),
  ) +
  circle(392, 140, 16, coal) +
  solid(
    "M314 290H466V474Q464 502 390 504Q316 502 314 474z",
    leather,
    shade("M420 280H480V510H420z"),
    shine("M322 290h16v210h-16z", 0.2),
    each([320, 350, 380, 410, 440], (y) => line(`M300 ${y}H480`, bark, 5)),
  ) +
  box(306, 284, 168, 20, iron, 8) +
  box(306, 462, 168, 16, iron, 6) +
  each(
    [
      [560, 470],
      [600, 488],
      [640, 474],
      [220, 480],
      [180, 492],
    ],
    ([x = 0, y = 0]) => ellipse(x, y, 20, 14, bark) + line(`M${x - 14} ${y + 3}q14-10 28-4`, hide, 3),
  );

export const tableWare: Drawings = {
  "CAR-0023": () => disc(deep, teal, saffron) + mug(),
  "CAR-0028": () => disc("#f6e3c3", dune, terracotta) + cutlery(),
  "CAR-0029": () => rays("#f9e2b8", "#f5cf8c", saffron, wine) + spices(),
  "CAR-0030": () => disc("#e4d2bd", "#f5e8d6", leather) + grinder(),
};
