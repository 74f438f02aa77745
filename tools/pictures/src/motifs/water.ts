import { disc, dunes, garden, mesas, rays } from "../backdrops.ts";
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
  bark,
  brick,
  coal,
  coral,
  cream,
  deep,
  dune,
  dusk,
  hide,
  indigo,
  iron,
  lagoon,
  leather,
  mint,
  mist,
  ochre,
  saffron,
  sage,
  sand,
  steel,
  teal,
  terracotta,
} = ink;

/** A drop of water. */
const drop = (x: number, y: number, size: number, colour: string): string =>
  path(
    `M${x} ${y - size}Q${x + size * 0.9} ${y + size * 0.2} ${x + size * 0.6} ${y + size * 0.7}Q${x} ${y + size * 1.3} ${x - size * 0.6} ${y + size * 0.7}Q${x - size * 0.9} ${y + size * 0.2} ${x} ${y - size}z`,
    colour,
  );

const bottle = (): string =>
  shadow(400, 516, 120) +
  line("M360 106Q400 40 440 106", iron, 14) +
  box(350, 96, 100, 54, coal, 10) +
  lines(iron, 4, "M366 108V140", "M386 108V140", "M406 108V140", "M426 108V140") +
  solid(
    "M356 150H444V176Q500 200 502 260V480Q500 516 460 518H340Q300 516 298 480V260Q300 200 356 176z",
    steel,
    shade("M450 140H510V520H440z"),
    shine("M298 250Q310 200 340 190V520H298z", 0.5),
    path("M290 300H510V420H290z", terracotta),
    path("M290 390L350 330L390 370L440 320L510 390V420H290z", brick),
    circle(350, 324, 13, saffron),
    shade("M450 300H510V420H446z", 0.12),
    lines(iron, 4, "M298 480H502"),
  );

const flask = (): string =>
  shadow(390, 516, 120) +
  solid(
    "M320 60H460Q470 60 470 70V150H310V70Q310 60 320 60z",
    steel,
    shade("M430 50H480V160H426z"),
    shine("M318 60h24v100h-24z", 0.6),
  ) +
  path("M300 150H480V180H300z", coal) +
  solid(
    "M300 180H480Q496 200 496 230V490Q494 516 470 518H310Q286 516 284 490V230Q284 200 300 180z",
    deep,
    shade("M444 170H500V520H440z"),
    shine("M284 210h34v310h-34z", 0.14),
    path("M280 460H500V474H280z", saffron),
    path("M390 270l60 40l-24 70h-72l-24-70z", teal),
    path("M390 290v76M350 314l80 36M430 314l-80 36", mint),
    lines(mint, 6, "M390 292V368", "M354 310L426 350", "M426 310L354 350"),
  ) +
  solid(
    "M556 420H656L646 500Q644 516 626 516H586Q568 516 566 500z",
    steel,
    shade("M620 410H660V520H614z"),
    shine("M560 420h18v100h-18z", 0.6),
  ) +
  path("M560 428Q606 440 652 428V416Q606 408 560 416z", amber) +
  lines(cream, 6, "M590 396Q574 372 594 354Q608 338 592 318", "M626 396Q610 372 630 354Q644 338 628 318");

const filter = (): string =>
  turn(
    22,
    400,
    280,
    box(376, 20, 48, 60, iron, 10),
    solid(
      "M350 80H450Q460 80 460 92V400Q460 412 450 412H350Q340 412 340 400V92Q340 80 350 80z",
      mist,
      each([356, 374, 392, 410, 428, 446], (x) => line(`M${x} 130V370`, cream, 9)),
      path("M330 80H470V130H330z", indigo),
      path("M330 370H470V420H330z", indigo),
      shade("M424 70H470V420H424z", 0.14),
    ),
    lines(dusk, 5, "M340 140Q400 158 460 140", "M340 360Q400 378 460 360"),
    path("M384 412H416L410 450H390z", coal),
  ) +
  line("M450 30Q560 10 600 90Q620 160 560 200", iron, 18) +
  solid(
    "M120 470Q260 430 400 470T700 460V560H120z",
    lagoon,
    lines(mint, 6, "M150 500Q220 480 290 500T430 500", "M420 530Q500 510 580 530T690 524"),
  ) +
  drop(318, 452, 16, lagoon) +
  drop(574, 250, 22, lagoon) +
  drop(600, 310, 15, lagoon) +
  drop(560, 340, 11, lagoon) +
  path("M100 540Q120 470 190 500Q240 480 260 560H100zM560 560Q590 500 640 520Q700 500 720 560z", hide) +
  shade("M190 500Q240 480 260 560H200zM640 520Q700 500 720 560H650z");

const bladder = (): string =>
  shadow(380, 514, 150) +
  line("M380 480Q390 560 520 540Q680 500 620 330Q580 200 660 150", indigo, 20) +
  line("M380 480Q390 560 520 540Q680 500 620 330Q580 200 660 150", dusk, 6) +
  turn(36, 664, 138, box(644, 90, 44, 74, coal, 12), path("M650 92Q666 50 684 92z", terracotta)) +
  solid(
    "M270 130H490Q512 132 512 160L526 440Q524 506 470 510H290Q236 506 234 440L248 160Q248 132 270 130z",
    "#8ec3d6",
    path("M220 260Q300 236 380 260T540 260V520H220z", lagoon),
    shine("M250 150H290L276 500H240z", 0.35),
    shade("M470 130H540V520H460z", 0.14),
    each([330, 390, 450], (y) => line(`M430 ${y}H470`, mint, 5)),
  ) +
  path("M240 96H520Q530 96 530 106V136Q530 146 520 146H240Q230 146 230 136V106Q230 96 240 96z", indigo) +
  shine("M230 96H530V112H230z", 0.16) +
  line("M350 92Q380 50 410 92", coal, 12) +
  circle(380, 420, 34, indigo) +
  circle(380, 420, 18, dusk) +
  drop(380, 316, 34, mint);

const jerrycan = (): string =>
  shadow(390, 508, 190) +
  solid(
    "M250 190Q252 160 280 150L330 110H480Q556 112 558 180V470Q556 506 520 508H288Q252 506 250 470z",
    teal,
    shade("M500 100H560V510H490z"),
    shine("M250 160h30v350h-30z", 0.14),
  ) +
  solid("M370 150H500Q522 152 522 176V196H348V170z", "#dfe8e4") +
  line("M352 186H524", deep, 10) +
  path("M330 108L270 150L250 176L226 146L300 84z", saffron) +
  shade("M330 108L270 150L250 176L240 164L316 96z") +
  lines(deep, 12, "M290 250L516 450", "M516 250L290 450") +
  circle(403, 350, 44, teal) +
  drop(403, 344, 30, mint) +
  box(216, 440, 60, 28, coal, 8) +
  box(236, 410, 20, 36, terracotta, 6) +
  path("M216 452h-14q-10 0-10 12v14h22v-10z", coal) +
  drop(203, 500, 9, lagoon);

const waterBag = (): string =>
  line("M60 110Q260 60 460 90T760 60", bark, 26) +
  lines(bark, 12, "M560 92Q620 40 640 10", "M240 86Q200 40 210 10") +
  each(
    [
      [636, 30],
      [654, 14],
      [206, 26],
      [690, 50],
      [130, 80],
    ],
    ([x = 0, y = 0]) => path(`M${x} ${y}q34-30 60-10q-20 30-60 10z`, teal),
  ) +
  lines(leather, 9, "M320 88L330 180", "M480 94L470 180") +
  solid(
    "M320 170Q400 150 480 170Q500 200 530 300Q570 420 500 480Q400 530 300 480Q230 420 270 300Q300 200 320 170z",
    hide,
    path("M230 320Q320 290 400 320T570 320V540H230z", lagoon),
    shade("M450 150Q560 320 470 520H600V150z", 0.14),
    shine("M330 180Q290 240 280 330Q260 420 310 480Q280 480 250 420Q240 320 320 180z", 0.3),
    lines(mint, 5, "M320 400Q360 384 400 400T480 400"),
  ) +
  line("M320 170Q400 150 480 170", leather, 14) +
  path("M378 500H422L416 536H384z", coal) +
  drop(400, 566, 14, lagoon) +
  path("M360 220l40-24l40 24l-40 24z", cream);

export const water: Drawings = {
  "CAR-0057": () => disc("#f6d2b0", "#f9e4cb", teal) + bottle(),
  "CAR-0058": () => mesas("#f9dba6", "#f2b87c", coral, sand) + flask(),
  "CAR-0059": () => garden("#e6eedd", "#cfe3c6", sage) + filter(),
  "CAR-0060": () => disc("#dcebee", cream, saffron) + bladder(),
  "CAR-0061": () => rays("#f3dcb2", "#f9e9cc", terracotta, dune) + jerrycan(),
  "CAR-0062": () => dunes("#fbe6c4", coral, dune, ochre, 200) + waterBag(),
};
