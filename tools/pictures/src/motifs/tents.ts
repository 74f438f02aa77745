import { dunes, mesas, starry } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { circle, type Drawings, each, line, lines, path, shade, shadow, shine, solid } from "../ink.ts";

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
  indigo,
  lagoon,
  leather,
  mint,
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

const dome = (): string =>
  shadow(400, 488, 290) +
  lines(cream, 3, "M250 300L110 488", "M550 300L690 488") +
  solid(
    "M165 488C190 320 280 180 400 172C520 180 610 320 635 488z",
    terracotta,
    shade("M430 170C520 260 560 380 560 500H650V170z"),
    shine("M165 488C190 320 280 190 340 180C270 250 225 380 220 488z", 0.14),
    path("M240 150H560V226Q400 262 240 226z", saffron),
    shade("M440 150H560V226Q500 242 462 246z"),
  ) +
  solid(
    "M400 262C350 320 318 400 312 488H488C482 400 450 320 400 262z",
    wine,
    path("M312 488C330 420 350 360 366 330C372 390 392 440 400 488z", coral),
    path("M330 488Q400 452 488 474V500H330z", night),
  ) +
  line("M400 262C350 320 318 400 312 488", brick, 6) +
  lines(sand, 7, "M165 488C190 320 280 180 400 172C520 180 610 320 635 488");

const geodesic = (): string =>
  shadow(400, 492, 320) +
  lines(cream, 3, "M200 330L90 492", "M600 330L710 492", "M290 240L130 400", "M510 240L670 400") +
  solid(
    "M120 492C140 340 250 200 400 196C550 200 660 340 680 492z",
    teal,
    shade("M400 196L500 330L470 500H700V190z", 0.14),
    path("M120 492Q400 450 680 492V500H120z", deep),
    shine("M250 262Q320 200 400 196L330 310L190 360z", 0.12),
    lines(saffron, 8, "M120 492C220 330 420 210 560 260", "M680 492C580 330 380 210 240 260"),
    lines(saffron, 8, "M250 492C280 330 380 220 400 196C420 220 520 330 550 492"),
  ) +
  path("M400 350C360 390 345 440 342 492H458C455 440 440 390 400 350z", night) +
  path("M400 350C380 400 392 450 458 492C455 440 440 390 400 350z", lagoon) +
  line("M120 492C140 340 250 200 400 196C550 200 660 340 680 492", saffron, 8);

const bell = (): string =>
  shadow(400, 494, 300) +
  lines(leather, 3, "M160 352L60 492", "M640 352L740 492", "M260 330L120 494", "M540 330L680 494") +
  solid(
    "M166 350H634L616 494H184z",
    sand,
    shade("M480 340H640V500H500z"),
    lines(dune, 4, "M240 350L252 494", "M560 350L548 494"),
  ) +
  solid(
    "M400 108C436 210 548 306 656 352Q630 376 604 356Q570 384 536 358Q502 386 468 360Q434 388 400 360Q366 388 332 360Q298 386 264 358Q230 384 196 356Q170 376 144 352C252 306 364 210 400 108z",
    cream,
    shade("M400 108C440 230 520 320 560 390H680V100z", 0.13),
    lines(
      dune,
      4,
      "M400 108Q370 250 264 360",
      "M400 108Q392 250 332 362",
      "M400 108Q408 250 468 362",
      "M400 108Q430 250 536 360",
    ),
    line("M130 356H670", terracotta, 14),
  ) +
  path("M400 300L346 494H454z", bark) +
  path("M400 300L346 494H320Q352 420 400 300zM400 300L454 494H480Q448 420 400 300z", ochre) +
  line("M400 112V62", bark, 8) +
  path("M404 62L462 78L404 96z", terracotta);

const tunnel = (): string =>
  shadow(400, 492, 320) +
  lines(sand, 3, "M620 300L730 492", "M150 330L70 492", "M350 240L300 492") +
  solid(
    "M110 492V400C112 290 170 226 236 226H590C660 240 700 360 706 492z",
    indigo,
    shine("M110 300H800V250H110z", 0.1),
    shade("M110 420H800V500H110z", 0.14),
    path("M350 226Q470 240 486 492H330Q360 340 350 226z", dusk),
    path("M380 330Q420 322 452 334L460 396Q420 386 384 396z", mist),
    lines(saffron, 8, "M350 226C400 270 420 400 420 492", "M590 236C640 290 650 400 650 492"),
  ) +
  solid(
    "M110 492V400C112 290 170 226 236 226C304 226 356 300 360 492z",
    dusk,
    path("M160 492V420C164 330 196 282 238 280C284 282 312 350 314 492z", night),
    path("M160 492V420C164 350 180 310 206 292C236 350 220 430 196 492z", mint),
  ) +
  line("M110 492V400C112 290 170 226 236 226C304 226 356 300 360 492", saffron, 9);

const goatHair = (): string =>
  shadow(400, 486, 350) +
  lines(sand, 3, "M90 360L30 484", "M710 360L770 484") +
  path("M150 484V370H650V484z", ink.ink) +
  path("M210 484Q280 430 350 484zM430 484Q520 410 600 484z", terracotta) +
  path("M300 484Q340 446 400 484z", saffron) +
  lines(bark, 9, "M190 380V486", "M400 340V486", "M610 380V486") +
  solid(
    "M60 400L100 356Q180 344 208 258Q300 330 396 226Q490 330 592 258Q620 344 700 356L740 400Q650 420 600 398Q500 440 400 404Q300 440 200 398Q150 420 60 400z",
    "#4a332b",
    line("M60 392Q180 360 208 288Q300 360 396 256Q490 360 592 288Q620 360 740 392", dune, 10),
    line("M60 420Q180 392 208 326Q300 392 396 300Q490 392 592 326Q620 392 740 420", brick, 12),
    shade("M396 226Q470 330 470 440H760V220z", 0.18),
  ) +
  each([208, 396, 592], (x) => circle(x, x === 396 ? 224 : 256, 9, bark));

const sunshade = (): string =>
  shadow(400, 492, 280) +
  lines(bark, 10, "M180 300V492", "M620 236V492") +
  lines(cream, 3, "M180 300L70 470", "M620 236L740 470", "M330 220L300 150", "M460 330L470 492") +
  path("M250 492Q270 450 330 458Q350 470 350 492z", terracotta) +
  path("M350 492Q372 440 440 452Q462 470 460 492z", teal) +
  solid(
    "M120 330Q260 250 330 214Q480 236 690 216Q600 290 560 330Q400 320 180 372Q160 350 120 330z",
    saffron,
    shade("M330 214Q420 270 560 330Q640 270 700 200z", 0.1),
    lines(amber, 10, "M190 290Q380 280 600 292", "M250 256Q420 256 640 254"),
    shine("M120 330Q260 250 330 214L350 222Q240 280 160 350z", 0.3),
  );

const ridge = (): string =>
  shadow(410, 490, 300) +
  lines(cream, 3, "M300 226L120 490", "M610 300L730 488") +
  solid(
    "M300 226Q450 282 612 296L690 490H404Q340 370 300 226z",
    ochre,
    shine("M300 226Q450 282 612 296L620 316Q450 304 318 262z", 0.3),
    shade("M350 350Q520 400 690 400V500H404z", 0.12),
  ) +
  solid(
    "M300 226Q262 370 196 490H404Q340 370 300 226z",
    sand,
    path("M300 280Q290 400 250 490H350Q312 400 300 280z", deep),
    path("M300 280Q316 400 350 490H404Q340 370 306 250z", dune),
  ) +
  lines(coal, 7, "M300 216V490") +
  circle(300, 212, 9, terracotta) +
  line("M612 288V340", coal, 7) +
  path("M620 490Q640 440 690 450Q724 462 720 490z", steel);

export const tents: Drawings = {
  "CAR-0001": () => dunes("#fbe6c4", coral, dune, ochre) + dome(),
  "CAR-0002": () => mesas("#cfe0e4", mist, dusk, cream) + geodesic(),
  "CAR-0003": () => dunes(mint, cream, "#e9cf9c", dune, 200) + bell(),
  "CAR-0004": () => dunes("#f7d9b5", saffron, sand, "#d8b07a", 620) + tunnel(),
  "CAR-0005": () => mesas("#f6c98f", "#e39a63", terracotta, dune) + goatHair(),
  "CAR-0006": () => dunes("#d5e6da", cream, sand, dune, 400) + sunshade(),
  "CAR-0007": () => starry(night, saffron, indigo, deep) + ridge(),
};
