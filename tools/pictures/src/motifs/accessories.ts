import { disc, dunes, garden } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  circle,
  type Drawings,
  each,
  line,
  lines,
  move,
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
  coral,
  cream,
  deep,
  dusk,
  hide,
  indigo,
  lagoon,
  leather,
  night,
  ochre,
  saffron,
  sage,
  teal,
  terracotta,
  wine,
} = ink;

const hat = (): string =>
  shadow(400, 440, 260) +
  line("M240 360Q230 480 330 520Q400 540 420 500", leather, 7) +
  circle(420, 500, 12, saffron) +
  solid(
    "M120 360Q130 320 260 316H540Q670 320 690 356Q640 430 400 434Q160 430 120 360z",
    hide,
    shade("M400 440Q640 430 700 350Q560 400 400 400Q240 400 110 350V440z", 0.16),
  ) +
  solid(
    "M252 350Q262 180 320 150Q360 132 400 158Q440 132 480 150Q540 180 548 350Q400 396 252 350z",
    "#c9955f",
    shade("M470 130Q500 250 480 400H570V130z", 0.14),
    shine("M270 330Q280 200 330 160Q300 240 300 340z", 0.25),
    path("M240 296Q400 344 560 296V352Q400 400 240 352z", wine),
    path("M400 158Q384 200 400 230Q416 200 400 158z", leather),
  ) +
  circle(500, 336, 9, saffron) +
  path("M508 332Q560 250 570 190Q530 220 500 326z", lagoon);

const scarf = (): string =>
  solid(
    "M260 190Q280 90 400 84Q520 90 540 190Q560 280 400 300Q240 280 260 190z",
    indigo,
    shade("M440 80H560V310H420z", 0.16),
    lines(night, 6, "M262 200Q400 250 538 180", "M270 240Q400 290 536 220", "M290 130Q400 190 520 120"),
    shine("M270 180Q300 110 380 96Q320 140 300 240z", 0.12),
  ) +
  path("M326 176Q400 214 474 170Q470 236 400 246Q330 240 326 176z", night) +
  solid(
    "M290 268Q350 310 420 292L450 500L330 520z",
    dusk,
    lines(indigo, 6, "M330 290L356 510", "M370 300L400 510"),
    shade("M390 290L420 520H470V290z", 0.14),
    path("M310 470L470 446V480L310 506z", saffron),
  ) +
  solid(
    "M400 290Q460 300 510 262L590 450L490 490z",
    indigo,
    lines(night, 6, "M440 292L520 480", "M476 280L556 466"),
    shine("M400 290L430 290L510 490H490z", 0.12),
    path("M460 440L600 390V424L480 470z", saffron),
  ) +
  each([334, 356, 378, 400, 422, 444], (x) => line(`M${x} ${520 - (x - 330) * 0.17}v28`, dusk, 5)) +
  each([494, 516, 538, 560, 582], (x) => line(`M${x} ${489 - (x - 494) * 0.4}l10 26`, indigo, 5));

const glove = (): string =>
  solid(
    "M300 520V380Q240 330 232 280Q232 250 256 250Q280 254 310 310V150Q312 124 332 124Q352 124 354 150V250V110Q356 84 376 84Q396 84 398 110V250V124Q400 98 420 98Q440 98 442 124V262V170Q444 148 462 148Q480 150 480 172V380Q470 420 462 440V520z",
    sage,
    shade("M430 80H490V530H430z", 0.14),
    path("M320 300Q400 270 470 300V400Q400 440 320 400z", hide),
    path("M354 110Q356 84 376 84Q396 84 398 110V130H354z", leather),
    path("M290 450H480V530H290z", deep),
    each([310, 334, 358, 382, 406, 430, 454], (x) => line(`M${x} 458V516`, teal, 5)),
    seam("M330 308Q400 284 460 308V394Q400 426 330 394z", cream),
  );

const gloves = (): string =>
  turn(-10, 400, 300, move(-100, 10, 1, glove())) +
  `<g transform="matrix(-1 0 0 1 900 30) rotate(-12 400 300)">${glove()}</g>`;

export const accessories: Drawings = {
  "CAR-0042": () => disc("#fbe6c4", saffron, terracotta) + hat(),
  "CAR-0043": () => dunes("#f3c78f", terracotta, "#e0a566", ochre, 150) + scarf(),
  "CAR-0044": () => garden("#e8e0d0", coral, brick) + gloves(),
};
