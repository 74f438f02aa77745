import { arch, disc, dunes, starry, table } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  box,
  circle,
  type Drawings,
  each,
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
  amber,
  brick,
  coral,
  cream,
  deep,
  dune,
  dusk,
  indigo,
  lagoon,
  mist,
  night,
  ochre,
  saffron,
  sand,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const mummy = (): string =>
  turn(
    24,
    400,
    300,
    shade(
      "M316 130C350 60 470 60 500 130Q540 220 510 330L470 520Q410 560 360 520L320 330Q290 220 316 130z",
      0.2,
    ),
    solid(
      "M300 120C330 40 470 40 500 120Q536 220 506 330L462 510Q400 548 338 510L294 330Q264 220 300 120z",
      terracotta,
      each([200, 254, 308, 362, 416, 470], (y) => line(`M250 ${y}Q400 ${y + 34} 550 ${y}`, brick, 5)),
      path("M300 480Q400 520 500 480V560H300z", wine),
      shade("M440 40Q500 200 440 560H560V40z"),
      shine("M290 120Q280 220 330 330L350 500L330 510L280 330z", 0.16),
      line("M352 190L392 520", saffron, 7),
    ),
    path("M332 140C344 84 456 84 468 140C466 196 334 196 332 140z", saffron),
    path("M350 146C358 108 442 108 450 146C446 184 354 184 350 146z", wine),
    box(384, 214, 10, 26, cream, 4),
  );

const blanketBag = (): string =>
  turn(
    -8,
    400,
    300,
    shade("M206 100H616Q630 100 630 116V520H200z", 0.18),
    solid(
      "M200 88H584Q600 88 600 104V492Q600 508 584 508H216Q200 508 200 492z",
      lagoon,
      each([0, 1, 2, 3, 4, 5, 6, 7, 8], (step) =>
        lines(
          teal,
          4,
          `M${step * 90 - 40} 80L${step * 90 + 400} 520`,
          `M${step * 90 + 40} 80L${step * 90 - 400} 520`,
        ),
      ),
      shade("M540 80H620V520H540z", 0.1),
    ),
    solid(
      "M200 88H450L330 330L200 330z",
      sand,
      each([120, 160, 200, 240, 280, 320], (y) => line(`M190 ${y}H460`, dune, 6)),
    ),
    shade("M450 88L330 330H200V350H346z", 0.2),
    line("M200 508V330H330L450 88H584Q600 88 600 104V508z", saffron, 7),
    box(320, 316, 14, 34, cream, 6),
  );

const foamRoll = (): string =>
  shadow(400, 488, 260) +
  solid(
    "M250 330H610Q640 340 640 410Q640 480 610 488H250z",
    saffron,
    each([270, 310, 350, 390, 430, 470, 510, 550, 590, 630], (x) =>
      line(`M${x} 320Q${x + 26} 410 ${x} 496`, amber, 6),
    ),
    shade("M240 440H660V500H240z"),
    shine("M240 340H650V362H240z", 0.3),
  ) +
  circle(250, 409, 80, amber) +
  line(
    "M250 409C262 398 268 420 250 424C226 426 224 388 252 384C292 382 296 440 250 448C198 450 192 366 254 360C322 358 328 470 262 474",
    saffron,
    10,
  ) +
  path(
    "M390 326H424Q440 410 424 492H390Q410 410 390 326zM530 326H564Q580 410 564 492H530Q550 410 530 326z",
    deep,
  ) +
  box(400, 376, 26, 30, steel, 5) +
  box(540, 376, 26, 30, steel, 5) +
  path("M600 488Q660 500 724 486L730 478Q680 470 640 440z", saffron);

const airMat = (): string =>
  shadow(400, 520, 150) +
  solid(
    "M288 130Q288 90 328 90H472Q512 90 512 130V470Q512 512 472 512H328Q288 512 288 470z",
    teal,
    each([288, 326, 363, 400, 437, 475], (x) => path(`M${x} 80H${x + 14}V520H${x}z`, deep)),
    path("M280 80H520V178Q400 202 280 178z", lagoon),
    each([288, 326, 363, 400, 437, 475], (x) => shade(`M${x} 80H${x + 10}V190H${x}z`, 0.2)),
    path("M280 420H520V440H280zM280 452H520V462H280z", saffron),
    shade("M450 80H520V520H450z", 0.12),
    shine("M288 90H312V520H288z", 0.16),
  ) +
  path("M560 400Q556 372 586 370H650Q676 374 672 400L664 500Q618 516 568 500z", terracotta) +
  shade("M624 370H650Q676 374 672 400L664 500Q648 508 626 509z") +
  path("M570 374Q616 348 664 374L656 352Q616 332 578 352z", brick) +
  box(492, 96, 40, 24, cream, 8) +
  circle(616, 436, 20, saffron);

const pillow = (): string =>
  shadow(400, 452, 230) +
  solid(
    "M190 210Q196 170 240 182Q400 206 560 182Q604 170 610 210Q600 310 612 410Q608 452 560 440Q400 414 240 440Q192 452 188 410Q200 310 190 210z",
    mist,
    each([150, 250, 350, 450, 550, 650], (x) => line(`M${x} 150L${x - 90} 470`, cream, 14)),
    shade("M180 380Q400 340 620 330V470H180z", 0.12),
    shine("M200 190Q400 230 600 190Q500 260 220 250z", 0.4),
  ) +
  line(
    "M190 210Q196 170 240 182Q400 206 560 182Q604 170 610 210Q600 310 612 410Q608 452 560 440Q400 414 240 440Q192 452 188 410Q200 310 190 210z",
    indigo,
    8,
  ) +
  path("M600 300h44v36h-44z", terracotta) +
  line("M250 250Q330 276 400 262M300 300Q350 316 400 308", dusk, 4);

export const sleeping: Drawings = {
  "CAR-0008": () => starry(night, cream, indigo, deep, 120) + mummy(),
  "CAR-0009": () => disc("#fbe9cd", saffron, coral) + blanketBag(),
  "CAR-0010": () => dunes("#cfe3dd", cream, dune, ochre, 220) + foamRoll(),
  "CAR-0011": () => arch("#e6a77c", "#f9dfc0", sand) + airMat(),
  "CAR-0013": () => table("#f3cfa4", "#f9e2c3", wine) + pillow(),
};
