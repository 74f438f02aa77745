import { disc, garden, mesas, weave } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { circle, type Drawings, each, line, lines, path, shade, shadow, shine, solid, turn } from "../ink.ts";

const {
  amber,
  bark,
  brick,
  coal,
  deep,
  hide,
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

const strand = (d: string): string =>
  line(d, wine, 30) + line(d, terracotta, 24) + line(d, saffron, 6, ' stroke-dasharray="12 20"');

const rope = (): string =>
  shadow(400, 510, 230) +
  strand("M520 180Q640 260 610 400T660 520") +
  strand("M400 130C230 130 200 240 200 310S240 480 400 480S600 400 600 310S570 130 400 130z") +
  strand("M400 176C270 176 244 250 244 310S270 440 400 440S556 380 556 310S530 176 400 176z") +
  strand("M400 222C310 222 290 270 290 310S310 396 400 396S510 356 510 310S490 222 400 222z") +
  solid(
    "M356 104H444V246H356z",
    terracotta,
    each([110, 138, 166, 194, 222, 250], (y) => line(`M340 ${y + 18}L460 ${y - 10}`, wine, 5)),
    each([124, 152, 180, 208, 236], (y) =>
      line(`M340 ${y + 18}L460 ${y - 10}`, saffron, 4, ' stroke-dasharray="10 16"'),
    ),
    shade("M420 100H450V250H420z"),
  ) +
  circle(658, 520, 15, coal);

const knife = (): string =>
  turn(
    -28,
    400,
    300,
    shade("M120 336H700V366H120z", 0.16),
    solid(
      "M120 270Q240 216 420 250V330H150Q120 320 120 270z",
      steel,
      shade("M110 300H430V340H110z", 0.14),
      shine("M120 270Q240 216 420 250V262Q260 236 120 280z", 0.7),
    ),
    path("M400 250H430V336H400z", ochre),
    lines(amber, 4, "M408 256V330", "M422 256V330"),
    solid(
      "M430 248Q560 230 680 280Q710 300 690 336Q560 350 430 338z",
      leather,
      line("M440 270Q560 254 690 300", hide, 5),
      line("M440 296Q540 282 680 318", bark, 4),
      line("M460 318Q560 308 660 330", hide, 4),
      shade("M420 320Q560 326 700 320V360H420z", 0.2),
    ),
    circle(476, 296, 9, ochre),
    circle(650, 306, 9, ochre),
    line("M670 310Q740 330 730 400", saffron, 7),
  );

const multitool = (): string =>
  shadow(400, 520, 260) +
  turn(
    -62,
    276,
    478,
    path("M262 480H290V330Q280 314 262 322z", steel),
    shine("M262 480h7V324q-5-2-7 0z", 0.6),
  ) +
  turn(
    -100,
    276,
    478,
    path("M264 480H288V344q-12-20-24 0z", steel),
    lines(iron, 3, "M264 354l8 8l-8 8l8 8l-8 8l8 8l-8 8l8 8"),
  ) +
  turn(62, 524, 478, path("M511 480H537V334l-6-18h-14l-6 18z", iron)) +
  turn(100, 524, 478, path("M511 480H537V338H529V358H519V338H511z", steel)) +
  turn(
    20,
    340,
    296,
    solid(
      "M310 280H370V490Q368 512 340 512Q312 512 310 490z",
      teal,
      shade("M346 270H380V520H346z"),
      lines(deep, 4, "M324 310V480"),
    ),
    circle(340, 296, 11, steel),
  ) +
  turn(
    -20,
    460,
    296,
    solid(
      "M430 280H490V490Q488 512 460 512Q432 512 430 490z",
      teal,
      shade("M466 270H500V520H466z"),
      lines(deep, 4, "M444 310V480"),
    ),
    circle(460, 296, 11, steel),
  ) +
  solid(
    "M330 290L380 230Q372 150 390 96L400 100V300z",
    steel,
    lines(iron, 3, "M388 120h14M386 136h14M384 152h16M384 168h16"),
    shine("M340 290L384 232Q378 150 392 100V110z", 0.6),
  ) +
  solid(
    "M470 290L420 230Q428 150 410 96L400 100V300z",
    iron,
    lines(coal, 3, "M398 120h14M398 136h16M398 152h18M398 168h18"),
  ) +
  circle(400, 264, 24, coal) +
  circle(400, 264, 12, saffron);

const axe = (): string =>
  turn(
    34,
    400,
    300,
    shade("M402 120H452Q470 300 460 560H420z", 0.16),
    solid(
      "M378 90H424Q440 300 430 480Q446 520 434 546H372Q364 520 382 480Q396 300 378 90z",
      ochre,
      shade("M408 80H450V560H408z"),
      line("M392 160Q406 320 396 470", hide, 4),
      path("M360 500H450V520H360z", terracotta),
      path("M360 430H450V440H360z", terracotta),
    ),
    solid(
      "M366 110H470L476 190H366Q330 196 300 240Q270 270 240 270Q220 190 240 70Q270 70 300 90Q330 108 366 110z",
      iron,
      path("M240 60Q216 170 236 280L256 276Q240 170 262 66z", steel),
      shade("M300 170Q380 150 480 160V200H366Q330 196 300 240z"),
      shine("M262 76Q300 90 366 112H460V124H366Q300 120 258 96z", 0.35),
    ),
    circle(402, 150, 9, coal),
  ) + path("M120 520Q160 480 220 500L260 530L200 548zM540 540Q580 510 640 520L660 540z", hide);

export const tools: Drawings = {
  "CAR-0063": () => mesas("#dce9e4", "#b8d2cb", sage, teal) + rope(),
  "CAR-0064": () => weave("#7e9a86", sage, sand) + knife(),
  "CAR-0065": () => disc("#f2ddb5", "#f9edd3", terracotta) + multitool(),
  "CAR-0066": () => garden("#f3d3ab", saffron, brick) + axe(),
};
