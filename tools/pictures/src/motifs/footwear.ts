import { disc, dunes, garden, mesas } from "../backdrops.ts";
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
} from "../ink.ts";

const {
  bark,
  coal,
  coral,
  cream,
  deep,
  dune,
  hide,
  lagoon,
  leather,
  mist,
  ochre,
  saffron,
  sage,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const boot = (): string =>
  shadow(400, 494, 260) +
  solid(
    "M170 436H640Q664 440 660 470V484Q660 492 650 492H190Q172 492 170 480z",
    coal,
    each([200, 250, 300, 350, 400, 450, 500, 550, 600], (x) => path(`M${x} 478h24v20h-24z`, dune)),
  ) +
  path("M176 424H646Q660 430 658 450H174z", cream) +
  solid(
    "M186 130Q300 110 352 132L366 280Q420 330 520 344Q640 360 650 430H178Q170 380 190 310z",
    leather,
    shade("M170 400H660V440H170z"),
    path("M520 344Q600 350 650 430H500Q490 380 520 344z", bark),
    path("M170 320Q230 340 240 440H170z", bark),
    shine("M190 130Q250 116 300 118L290 300L210 320Q186 300 190 130z", 0.12),
    lines(hide, 6, "M240 300Q300 330 330 430"),
    path("M180 120H360V170H184z", wine),
  ) +
  path("M352 132L366 280Q420 330 470 338L430 372Q340 330 310 280L300 132z", "#7a4829") +
  lines(
    saffron,
    9,
    "M306 190L366 180",
    "M308 230L370 222",
    "M316 272L380 258",
    "M344 312L404 288",
    "M390 344L444 312",
  ) +
  each(
    [
      [306, 190],
      [308, 230],
      [316, 272],
      [344, 312],
      [390, 344],
    ],
    ([x = 0, y = 0]) => circle(x, y, 8, steel),
  ) +
  line("M330 176Q300 130 350 120T400 170", saffron, 7);

const desertBoot = (): string =>
  shadow(400, 494, 260) +
  solid(
    "M160 446H640Q662 452 656 480Q654 490 640 490H180Q160 490 160 470z",
    ochre,
    shade("M150 470H670V500H150z"),
  ) +
  solid(
    "M196 236Q280 214 350 234Q380 320 470 346Q640 370 646 450H168Q160 400 180 350Q196 300 196 236z",
    dune,
    shade("M150 420H660V460H150z", 0.12),
    shine("M196 236Q240 224 270 224Q270 330 200 440H168Q160 400 180 350Q196 300 196 236z", 0.25),
    seam("M330 450Q330 380 420 330", leather),
  ) +
  solid(
    "M196 226Q290 204 356 232Q390 320 440 336L410 392Q300 400 240 350Q206 300 196 226z",
    "#d6a868",
    seam("M224 338Q300 384 404 378", leather),
    shade("M330 220H450V400H360z", 0.1),
  ) +
  path("M286 232Q340 220 356 236Q390 320 440 336L424 362Q330 330 286 232z", hide) +
  lines(bark, 8, "M312 284L366 262", "M338 322L396 296") +
  each(
    [
      [312, 284],
      [338, 322],
    ],
    ([x = 0, y = 0]) => circle(x, y, 8, bark),
  ) +
  line("M366 262Q420 240 430 270T380 290M366 262Q400 210 440 230", bark, 6) +
  path("M196 236Q186 200 210 206L226 260z", leather);

const trailShoe = (): string =>
  shadow(400, 488, 280) +
  path(
    "M140 440Q130 400 150 380H620Q690 400 684 440L670 470l-30 14l-20-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14l-24-14l-30 14z",
    coal,
  ) +
  path("M140 400Q130 370 160 372H640Q690 400 680 430Q400 420 144 440z", cream) +
  solid(
    "M150 400Q130 300 170 240Q196 226 220 256Q280 290 330 250L380 236Q470 330 600 350Q680 370 680 416Q400 406 150 412z",
    lagoon,
    shade("M130 380H700V430H130z", 0.14),
    path("M560 330Q690 350 690 430H590Q600 370 560 330z", deep),
    path("M140 300Q210 300 220 420H130z", deep),
    path("M250 420L330 270L370 300L320 420zM360 420L420 312L452 336L420 420z", saffron),
    shine("M160 260Q190 240 216 262Q260 290 320 256L330 270Q250 330 170 280z", 0.2),
  ) +
  path("M330 250L380 236Q470 330 540 342L500 366Q390 330 330 250z", teal) +
  lines(cream, 7, "M358 282L404 262", "M390 310L438 290", "M426 332L474 314") +
  path("M196 226Q176 200 196 190Q220 200 232 254z", saffron) +
  path("M380 236Q396 220 410 232L420 270z", terracotta);

const sandal = (): string =>
  shadow(400, 488, 280) +
  solid(
    "M130 440Q140 400 200 404Q300 440 420 420Q560 380 650 400Q690 420 670 460Q664 484 640 486H160Q130 480 130 440z",
    coal,
    shade("M120 460H700V500H120z", 0.2),
  ) +
  path(
    "M132 430Q140 396 200 400Q300 434 420 412Q560 370 650 394Q680 404 676 424Q560 420 430 448Q260 470 132 430z",
    ochre,
  ) +
  path("M190 404Q170 290 220 272Q290 270 330 330L350 424H320Q290 320 230 300Q210 330 226 412z", deep) +
  path("M360 424Q380 320 420 300Q460 310 480 412L510 408Q500 290 430 270Q370 290 330 428z", deep) +
  path("M530 406Q540 350 576 346Q610 352 624 396L650 396Q630 330 580 326Q530 336 506 410z", wine) +
  solid(
    "M148 416Q120 262 180 236Q270 232 338 306L316 346Q250 282 196 280Q180 310 204 422z",
    teal,
    shade("M148 340H230V430H140z"),
    seam("M172 410Q150 280 192 258Q264 256 326 324", saffron),
  ) +
  solid(
    "M284 436Q296 262 384 240Q456 256 478 422L428 430Q416 306 384 290Q346 306 338 440z",
    teal,
    shade("M400 230H490V440H420z"),
    seam("M310 430Q324 284 384 264Q436 280 452 422", saffron),
  ) +
  solid(
    "M494 418Q496 330 556 318Q620 330 644 402L596 408Q584 370 556 366Q540 376 544 416z",
    terracotta,
    shade("M570 310H660V420H586z"),
    seam("M518 412Q520 350 556 342Q600 350 620 402", saffron),
  ) +
  box(354, 246, 58, 42, steel, 8) +
  box(366, 257, 34, 20, coal, 4) +
  path("M600 400Q660 380 690 424Q690 440 670 450Q640 410 600 400z", bark);

export const footwear: Drawings = {
  "CAR-0045": () => mesas("#dfe9e6", mist, sage, "#d9c9a5") + boot(),
  "CAR-0046": () => dunes("#f2d2a6", cream, "#cf9a5d", "#b57e44", 600) + desertBoot(),
  "CAR-0047": () => disc("#f9dcc0", coral, teal) + trailShoe(),
  "CAR-0048": () => garden("#cfe6e2", "#9cccc4", teal) + sandal(),
};
