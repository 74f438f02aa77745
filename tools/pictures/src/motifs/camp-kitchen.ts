import { arch, garden, mesas, table, weave } from "../backdrops.ts";
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
  shade,
  shadow,
  shine,
  solid,
  turn,
} from "../ink.ts";

const {
  brick,
  coal,
  coral,
  cream,
  hide,
  iron,
  lagoon,
  leather,
  mint,
  ochre,
  saffron,
  sage,
  sand,
  steel,
  teal,
  terracotta,
} = ink;

const kettle = (): string =>
  shadow(390, 486, 210) +
  line("M286 250Q300 110 400 106Q500 110 514 250", coal, 16) +
  path("M344 118Q400 92 456 118L450 138Q400 116 350 138z", leather) +
  path("M520 320Q580 300 610 230L648 236Q630 360 530 420z", iron) +
  path("M600 222l58 8l-6 18l-58-8z", coal) +
  solid(
    "M230 470Q206 420 230 340Q262 258 400 252Q538 258 570 340Q594 420 570 470Q566 484 548 484H252Q234 484 230 470z",
    steel,
    shade("M470 240Q530 340 500 500H610V240z"),
    shine("M250 340Q280 280 340 264Q290 330 284 470H250Q226 410 250 340z", 0.5),
    path("M200 446H600V500H200z", iron),
    shade("M200 470H600V500H200z"),
  ) +
  path("M316 262Q330 222 400 220Q470 222 484 262z", iron) +
  shade("M440 226Q474 236 484 262H440z") +
  circle(400, 208, 18, leather);

const stove = (): string =>
  shadow(400, 500, 150) +
  solid(
    "M290 390Q290 340 400 336Q510 340 510 390V470Q508 500 400 502Q292 500 290 470z",
    teal,
    shade("M450 330H520V510H450z"),
    path("M280 420H520V452H280z", saffron),
    shine("M300 340h22v170h-22z", 0.18),
  ) +
  path("M360 340Q364 316 400 314Q436 316 440 340z", steel) +
  box(386, 260, 28, 62, iron) +
  lines(iron, 9, "M400 300H500") +
  path("M500 286h44q10 14 0 28h-44z", terracotta) +
  lines(coal, 12, "M400 268L280 214V176", "M400 268L520 214V176", "M400 268V214") +
  path("M330 214H470L450 250H350z", coal) +
  ellipse(400, 214, 70, 14, iron) +
  each(
    [340, 370, 400, 430, 460],
    (x) =>
      path(
        `M${x - 15} 208Q${x - 18} 172 ${x} ${x === 400 ? 130 : 150}Q${x + 18} 172 ${x + 15} 208z`,
        lagoon,
      ) + path(`M${x - 7} 206Q${x - 8} 186 ${x} 172Q${x + 8} 186 ${x + 7} 206z`, mint),
  ) +
  lines(coal, 10, "M262 176H320", "M480 176H538");

const cookSet = (): string =>
  shadow(390, 496, 220) +
  line("M520 440H680", coal, 18) +
  line("M600 440H690", terracotta, 22) +
  solid(
    "M230 380H550L538 470Q532 496 500 496H280Q248 496 242 470z",
    terracotta,
    shade("M470 370H560V500H460z"),
    shine("M240 380h36v120h-24z", 0.2),
  ) +
  box(222, 368, 336, 18, steel, 8) +
  solid(
    "M262 270H518V350Q516 370 496 370H284Q264 370 262 350z",
    teal,
    shade("M450 260H530V380H450z"),
    shine("M262 270h30v100h-30z", 0.2),
  ) +
  line("M262 300Q206 304 214 350", coal, 13) +
  line("M518 300Q574 304 566 350", coal, 13) +
  box(252, 258, 276, 18, steel, 8) +
  solid(
    "M292 180H488V248Q486 260 474 260H306Q294 260 292 248z",
    saffron,
    shade("M436 170H500V270H436z"),
    shine("M292 180h26v90h-26z", 0.25),
  ) +
  path("M284 180Q300 144 390 140Q480 144 496 180z", steel) +
  shade("M440 146Q484 158 496 180H440z") +
  each([320, 340, 360], (x) => circle(x, 168, 4, iron)) +
  circle(390, 132, 14, coal);

const dallah = (): string =>
  shadow(400, 496, 130) +
  line("M470 220Q600 200 580 320Q560 420 470 410", ochre, 18) +
  path("M330 260Q250 250 200 160L176 150L178 134L226 138Q290 200 350 210z", steel) +
  shade("M330 260Q250 250 200 160L212 158Q270 230 340 236z") +
  solid(
    "M350 190H450Q450 250 462 280Q530 330 528 410Q520 490 480 494H320Q280 490 272 410Q270 330 338 280Q350 250 350 190z",
    steel,
    shade("M440 180Q520 330 470 500H560V180z"),
    shine("M350 190H372Q372 270 340 310Q310 350 320 494H300Q270 400 338 280z", 0.6),
    path("M260 400H540V424H260z", ochre),
    each([290, 330, 370, 410, 450, 490], (x) => path(`M${x} 412l14-10l14 10l-14 10z`, cream)),
  ) +
  path("M342 196Q350 120 400 108Q450 120 458 196z", steel) +
  shade("M420 114Q452 140 458 196H426z") +
  box(334, 188, 132, 16, ochre, 8) +
  path("M400 40q16 26 4 44q10 12-4 28q-14-16-4-28q-12-18 4-44z", ochre) +
  path("M214 430h90l-12 56q-2 10-12 10h-42q-10 0-12-10z", cream) +
  path("M208 422h102v12h-102z", saffron);

const skillet = (): string =>
  turn(
    -32,
    400,
    300,
    shade("M180 318a190 190 0 1 1 376-4L770 300V350L550 356a190 190 0 0 1-370-38z", 0.2),
    path("M530 274L748 266Q776 270 776 300Q776 330 748 334L530 326z", coal),
    circle(744, 300, 14, iron),
    circle(360, 300, 190, coal),
    circle(360, 300, 166, "#2b2f3a"),
    shine("M214 240A160 160 0 0 1 340 142A190 190 0 0 0 214 240z", 0.18),
    path(
      "M262 250C270 190 340 220 380 200C450 180 480 250 450 300C470 370 400 400 350 380C290 400 240 330 262 250z",
      cream,
    ),
    circle(330, 290, 44, saffron),
    circle(410, 310, 38, saffron),
    shine("M304 280Q310 256 332 256Q318 264 316 284z", 0.6),
    each(
      [
        [280, 380],
        [470, 230],
        [330, 420],
        [440, 390],
      ],
      ([x = 0, y = 0]) => path(`M${x} ${y}q12-16 24 0q-12 16-24 0z`, lagoon),
    ),
  );

export const campKitchen: Drawings = {
  "CAR-0022": () => mesas("#f8d3a0", "#eba873", coral, brick) + kettle(),
  "CAR-0024": () => garden("#f4e6cf", "#e9cfa6", sage) + stove(),
  "CAR-0025": () => table("#bfd9d2", "#d6e8e1", hide) + cookSet(),
  "CAR-0026": () => arch(terracotta, sand, brick) + dallah(),
  "CAR-0027": () => weave("#d98e57", terracotta, saffron) + skillet(),
};
