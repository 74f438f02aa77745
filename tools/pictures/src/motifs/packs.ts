import { arch, disc, garden, mesas } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  box,
  circle,
  type Drawings,
  each,
  ellipse,
  line,
  lines,
  mirrored,
  path,
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
  coral,
  cream,
  deep,
  dusk,
  hide,
  indigo,
  lagoon,
  mint,
  mist,
  night,
  ochre,
  saffron,
  sage,
  sand,
  steel,
  teal,
  terracotta,
} = ink;

const trekking = (): string =>
  shadow(400, 512, 190) +
  line("M330 130Q400 60 470 130", deep, 14) +
  mirrored(
    solid("M292 330Q236 340 240 400L250 470Q256 490 296 486z", deep, shine("M240 330h14v160h-14z", 0.14)),
    line("M252 376H292", saffron, 6),
  ) +
  solid(
    "M286 190Q290 160 330 156H470Q510 160 514 190V460Q514 504 470 506H330Q286 504 286 460z",
    teal,
    shade("M446 150H520V510H446z"),
    path("M280 380H520V510H280z", deep),
    shade("M446 380H520V510H446z"),
  ) +
  solid(
    "M318 330Q320 300 350 298H450Q480 300 482 330V440Q480 462 450 464H350Q320 462 318 440z",
    lagoon,
    shade("M440 290H490V470H440z"),
    line("M320 346H480", saffron, 6),
  ) +
  solid(
    "M272 200Q270 120 330 112H470Q530 120 528 200Q528 228 500 230H300Q272 228 272 200z",
    saffron,
    shade("M452 100H540V240H452z"),
    shine("M272 112H330Q290 150 296 230H270z", 0.25),
    line("M300 196H500", amber, 6),
  ) +
  lines(coal, 10, "M340 220V300", "M460 220V300") +
  box(328, 250, 24, 26, steel, 5) +
  box(448, 250, 24, 26, steel, 5) +
  solid(
    "M246 486H554Q580 490 580 516Q580 540 554 544H246Q220 540 220 516Q220 490 246 486z",
    terracotta,
    shade("M220 520H580V550H220z"),
    each([300, 344, 388, 432, 476, 520], (x) => line(`M${x} 480V550`, brick, 5)),
  ) +
  ellipse(244, 515, 20, 28, brick) +
  line("M244 515q8-10 8 4t-16 6t0-24", coral, 4) +
  lines(coal, 10, "M340 480V544", "M460 480V544");

const daypack = (): string =>
  shadow(400, 506, 170) +
  line("M368 130Q372 86 400 86Q428 86 432 130", bark, 12) +
  solid(
    "M270 280Q270 126 400 122Q530 126 530 280V460Q530 500 490 502H310Q270 500 270 460z",
    indigo,
    shade("M470 120H540V510H470z"),
    shine("M270 290Q270 150 360 126Q300 200 300 500H270z", 0.12),
    path("M264 470H540V510H264z", night),
  ) +
  line("M300 270Q304 166 400 160Q496 166 500 270", dusk, 6) +
  box(490, 262, 18, 40, saffron, 6) +
  solid(
    "M300 330Q302 310 324 308H476Q498 310 500 330V450Q498 470 476 472H324Q302 470 300 450z",
    dusk,
    shade("M456 300H510V480H456z"),
    line("M316 346H484", cream, 5),
  ) +
  box(470, 338, 14, 34, saffron, 5) +
  path("M400 206l38 30l-38 30l-38-30z", hide) +
  path("M382 228h12v16h-12zM406 228h12v16h-12z", bark) +
  line("M262 330Q236 380 262 470", coal, 12) +
  line("M538 330Q564 380 538 470", coal, 12);

const rollTop = (): string =>
  shadow(400, 512, 160) +
  mirrored(line("M290 220Q246 340 296 480", coal, 12)) +
  solid(
    "M284 196H516L524 470Q522 508 482 510H318Q278 508 276 470z",
    saffron,
    shade("M456 190H540V520H456z"),
    path("M270 410H530V520H270z", amber),
    shade("M456 410H530V520H456z"),
    shine("M284 190H310L300 510H276z", 0.25),
  ) +
  solid(
    "M276 104H524Q532 150 516 200H284Q268 150 276 104z",
    amber,
    line("M270 136H530", ochre, 5),
    line("M276 168H524", ochre, 5),
    shade("M456 100H540V210H456z"),
  ) +
  box(268, 96, 264, 20, coal, 8) +
  lines(coal, 9, "M272 106Q250 170 280 250", "M528 106Q550 170 520 250") +
  box(262, 204, 28, 36, steel, 6) +
  box(510, 204, 28, 36, steel, 6) +
  lines(teal, 6, "M336 250L464 300L336 350L464 400", "M464 250L336 300L464 350L336 400") +
  each([250, 300, 350, 400], (y) => circle(336, y, 7, deep) + circle(464, y, 7, deep)) +
  circle(400, 450, 22, cream) +
  path("M400 434l14 24h-28z", terracotta);

const hipPack = (): string =>
  shadow(400, 450, 230) +
  line("M232 300Q60 260 110 380Q140 440 240 400", coal, 22) +
  line("M568 300Q740 260 690 380Q660 440 560 400", coal, 22) +
  box(88, 340, 44, 56, steel, 10) +
  box(668, 340, 44, 56, steel, 10) +
  solid(
    "M210 286Q230 230 300 226H500Q570 230 590 286Q600 420 500 436H300Q200 420 210 286z",
    lagoon,
    shade("M480 220H610V440H500z"),
    shine("M210 230H600V256H210z", 0.14),
    path("M200 380H600V440H200z", teal),
  ) +
  line("M236 282H564", deep, 7) +
  box(540, 272, 34, 22, saffron, 6) +
  solid(
    "M270 320H530Q540 400 490 412H310Q260 400 270 320z",
    saffron,
    shade("M470 310H550V420H480z"),
    line("M280 346H520", amber, 6),
  ) +
  box(300, 336, 14, 32, cream, 5) +
  path("M380 370l20-18l20 18l-20 18z", terracotta);

export const packs: Drawings = {
  "CAR-0015": () => mesas("#fbe0b8", "#f0bd84", coral, sand) + trekking(),
  "CAR-0016": () => disc("#e7efe3", mint, lagoon) + daypack(),
  "CAR-0017": () => arch(indigo, mist, dusk) + rollTop(),
  "CAR-0020": () => garden("#fbe3c6", "#f3c596", sage) + hipPack(),
};
