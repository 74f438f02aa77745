import { disc, garden, mesas, table } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  box,
  circle,
  type Drawings,
  each,
  line,
  lines,
  mirrored,
  path,
  seam,
  shade,
  shadow,
  shine,
  solid,
  turn,
} from "../ink.ts";

const {
  bark,
  brick,
  coal,
  coral,
  cream,
  deep,
  dune,
  dusk,
  indigo,
  iron,
  lagoon,
  leather,
  mint,
  night,
  ochre,
  saffron,
  sage,
  sand,
  teal,
  terracotta,
  wine,
} = ink;

const maps = (): string =>
  solid(
    "M150 190L280 150V450L150 492z",
    "#e8d3a4",
    path("M140 330Q220 300 290 350V420Q210 380 140 420z", mint),
    line("M160 250Q220 220 280 270", terracotta, 6),
  ) +
  solid(
    "M280 150L410 190V492L280 450z",
    "#f3e3bd",
    path("M270 250Q350 230 420 290V360Q340 300 270 320z", dune),
    line("M280 270Q330 300 410 260", terracotta, 6),
    lines(ochre, 4, "M300 400q30-30 60 0t60 0", "M290 420q30-30 60 0t60 0"),
  ) +
  solid(
    "M410 190L540 150V450L410 492z",
    "#e8d3a4",
    path("M400 380Q470 340 550 390V500H400z", mint),
    line("M410 260Q460 230 500 300T560 380", terracotta, 6),
  ) +
  solid(
    "M540 150L660 190V492L540 450z",
    "#f3e3bd",
    path("M530 200Q600 170 670 230V290Q600 240 530 260z", dune),
    line("M540 360Q600 400 670 350", terracotta, 6),
  ) +
  lines(teal, 5, "M180 460Q240 400 300 440T420 430") +
  each(
    [
      [212, 232],
      [342, 284],
      [470, 262],
      [600, 384],
    ],
    ([x = 0, y = 0]) => circle(x, y, 9, wine),
  ) +
  path("M520 210C480 160 500 110 540 110S600 160 560 210L540 240z", terracotta) +
  circle(540, 154, 18, cream) +
  path("M220 380l30-50l30 50zM250 392l24-40l24 40z", ochre);

const gps = (): string =>
  turn(
    8,
    400,
    300,
    shade("M292 96H532V560H292z", 0.18),
    path("M440 40H490V110H440z", coal),
    solid(
      "M280 120Q282 80 330 78H470Q518 80 520 120V490Q516 546 460 548H340Q284 546 280 490z",
      terracotta,
      shade("M470 70H530V560H470z"),
      shine("M280 80H304V560H280z", 0.2),
    ),
    solid("M304 134Q306 104 340 102H460Q494 104 496 134V486Q492 522 456 524H344Q308 522 304 486z", coal),
    solid(
      "M324 140H476V350H324z",
      "#dcead6",
      path("M324 270Q390 230 476 290V350H324z", sage),
      path("M324 310Q400 280 476 330V350H324z", lagoon),
      seam("M340 340Q350 260 400 250T460 170", terracotta),
      path("M460 150l14 34l-14-8l-14 8z", wine),
    ),
    circle(400, 440, 46, iron),
    circle(400, 440, 18, saffron),
    lines(
      cream,
      5,
      "M400 404l-8 8M400 404l8 8M400 476l-8-8M400 476l8-8M364 440l8-8M364 440l8 8M436 440l-8-8M436 440l-8 8",
    ),
    circle(342, 384, 13, iron),
    circle(458, 384, 13, iron),
    circle(342, 496, 13, iron),
    circle(458, 496, 13, iron),
  );

const binoculars = (): string =>
  shadow(400, 500, 240) +
  line("M250 200Q120 300 180 440T260 520", leather, 14) +
  mirrored(
    solid(
      "M286 130H352L392 300V470Q390 496 360 498H224Q196 496 194 470Q196 360 286 130z",
      deep,
      shade("M340 120H400V510H340z"),
      shine("M286 130H300Q230 330 222 498H194V470Q196 360 286 130z", 0.14),
      path("M190 430H400V450H190z", saffron),
    ),
    box(276, 96, 86, 44, coal, 12),
    path("M194 470H392V478Q388 498 360 500H224Q198 498 194 478z", coal),
  ) +
  box(376, 190, 48, 170, teal, 10) +
  box(366, 220, 68, 60, coal, 14) +
  lines(iron, 4, "M376 232V268", "M388 230V270", "M400 230V270", "M412 230V270", "M424 232V268") +
  box(372, 320, 56, 20, saffron, 6);

const notebook = (): string =>
  turn(
    -9,
    400,
    300,
    shade("M256 92H576V532H256z", 0.2),
    box(236, 78, 322, 440, "#efe4cb", 14),
    lines(dune, 3, "M556 100V500", "M550 104V504"),
    solid(
      "M240 70H530Q546 72 546 88V492Q546 510 530 512H240Q228 510 228 498V84Q228 72 240 70z",
      indigo,
      path("M220 60H280V520H220z", night),
      shade("M480 60H560V520H480z", 0.12),
      each(
        [
          [400, 180, 5],
          [450, 230, 4],
          [360, 250, 6],
          [430, 300, 5],
          [340, 330, 4],
          [400, 370, 6],
          [480, 360, 4],
        ],
        ([x = 0, y = 0, r = 0]) => circle(x, y, r, "#ffe39a"),
      ),
    ),
    lines(dusk, 3, "M400 180L450 230L360 250L430 300L400 370L340 330", "M430 300L480 360"),
    path("M330 120a40 40 0 1 0 34 60a32 32 0 1 1-34-60z", saffron),
    box(500, 60, 16, 462, terracotta),
    path("M300 512V560L314 546L328 560V512z", terracotta),
  ) +
  turn(
    18,
    640,
    360,
    box(626, 190, 28, 300, saffron, 4),
    path("M626 490H654L640 530z", sand),
    path("M634 514h12l-6 16z", coal),
    box(626, 180, 28, 30, coral, 6),
    shade("M642 190h12v300h-12z"),
  );

export const navigation: Drawings = {
  "CAR-0053": () => table(brick, "#ab4d33", bark) + maps(),
  "CAR-0054": () => garden("#dbe8e0", "#a9cdbf", deep) + gps(),
  "CAR-0055": () => mesas("#fbe0b8", "#f2c48e", "#dd9a66", "#c98051") + binoculars(),
  "CAR-0056": () => disc("#efe0c6", "#dcbf92", indigo) + notebook(),
};
