import { disc, table } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  box,
  circle,
  type Drawings,
  each,
  line,
  lines,
  path,
  seam,
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
  deep,
  hide,
  lagoon,
  mint,
  mist,
  saffron,
  sand,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const repair = (): string =>
  shadow(400, 500, 260) +
  solid(
    "M160 120H640Q652 120 652 132V290H148V132Q148 120 160 120z",
    brick,
    shine("M148 120H652V140H148z", 0.16),
    path("M330 160H470V262H330z", cream),
    lines(steel, 8, "M356 242L440 182"),
    line("M440 182q14-10 18 2t-18 12", steel, 5),
    line("M452 190Q420 250 390 210T346 190", terracotta, 5),
  ) +
  solid(
    "M140 290H660V470Q658 494 630 496H170Q142 494 140 470z",
    terracotta,
    path("M164 306H636V470H164z", wine),
    shade("M140 470H660V500H140z"),
  ) +
  box(190, 330, 84, 90, deep, 8) +
  lines(lagoon, 6, "M196 350H268", "M196 366H268", "M196 382H268", "M196 398H268") +
  box(182, 322, 100, 14, hide, 6) +
  box(182, 414, 100, 14, hide, 6) +
  path("M310 330h90v90h-90z", saffron) +
  seam("M320 340h70v70h-70z", brick) +
  circle(468, 376, 50, steel) +
  circle(468, 376, 24, wine) +
  line("M468 340a36 36 0 0 1 36 36", cream, 5) +
  box(544, 326, 70, 100, teal, 10) +
  path("M560 326h38l-8-16h-22z", coal) +
  lines(steel, 6, "M200 448L300 440", "M330 452Q380 430 420 456") +
  circle(303, 440, 5, steel) +
  line("M420 456Q480 470 520 440T600 450", saffron, 4);

const firstAid = (): string =>
  shadow(400, 500, 230) +
  line("M330 170Q332 100 400 98Q468 100 470 170", wine, 18) +
  solid(
    "M190 210Q192 168 236 166H564Q608 168 610 210V450Q606 496 560 498H240Q194 496 190 450z",
    terracotta,
    shade("M530 160H620V500H520z"),
    shine("M190 200h30v300h-30z", 0.14),
    path("M180 270H620V284H180z", brick),
  ) +
  box(560, 262, 40, 30, saffron, 8) +
  circle(400, 380, 84, cream) +
  path("M376 322H424V356H458V404H424V438H376V404H342V356H376z", lagoon) +
  box(220, 200, 96, 40, brick, 6) +
  turn(
    -32,
    640,
    460,
    box(560, 436, 170, 50, "#e8c49b", 25),
    box(616, 436, 58, 50, sand),
    each([630, 645, 660], (x) => circle(x, 452, 3, hide) + circle(x, 470, 3, hide)),
  ) +
  circle(150, 462, 40, cream) +
  circle(150, 462, 15, mist) +
  path("M150 502H214V486H186z", cream);

export const kits: Drawings = {
  "CAR-0067": () => table("#c7ddd6", "#dcebe5", deep) + repair(),
  "CAR-0068": () => disc("#d4e6df", mint, coral) + firstAid(),
};
