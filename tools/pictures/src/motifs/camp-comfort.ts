import { arch, dunes, mesas, starry } from "../backdrops.ts";
import * as ink from "../ink.ts";
import {
  circle,
  type Drawings,
  each,
  ellipse,
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
  amber,
  bark,
  brick,
  coal,
  coral,
  cream,
  deep,
  dune,
  hide,
  indigo,
  iron,
  lagoon,
  leather,
  mint,
  ochre,
  saffron,
  sand,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const chair = (): string =>
  shadow(400, 506, 220) +
  lines(bark, 18, "M520 290L270 500", "M560 500L500 350") +
  solid(
    "M260 110Q320 90 380 100L420 330Q350 350 300 336z",
    lagoon,
    shade("M340 90L400 340H440V90z", 0.12),
    line("M276 190Q340 176 396 186", mint, 9),
    line("M284 226Q350 212 402 222", mint, 9),
    seam("M276 126Q320 110 372 116", cream),
  ) +
  solid(
    "M296 330Q400 370 560 310L566 340Q480 410 390 400Q320 390 300 350z",
    teal,
    shade("M296 360Q420 400 570 330V420H296z"),
  ) +
  lines(ochre, 20, "M262 110L330 500", "M384 96L440 330") +
  lines(ochre, 18, "M300 340L560 300", "M330 500L540 330") +
  line("M290 250Q400 236 540 256", hide, 20) +
  line("M540 256L556 320", ochre, 16) +
  each(
    [
      [314, 342],
      [430, 324],
      [436, 412],
    ],
    ([x = 0, y = 0]) => circle(x, y, 8, steel),
  );

const rollTable = (): string =>
  shadow(400, 504, 270) +
  lines(coal, 14, "M210 300L330 500", "M330 300L210 500", "M470 300L590 500", "M590 300L470 500") +
  lines(iron, 10, "M270 400H530") +
  each([270, 530], (x) => circle(x, 400, 9, saffron)) +
  solid(
    "M190 236H610L680 310H120z",
    steel,
    lines(
      iron,
      4,
      "M232 236L176 310",
      "M286 236L246 310",
      "M340 236L318 310",
      "M394 236L390 310",
      "M448 236L462 310",
      "M502 236L534 310",
      "M556 236L606 310",
    ),
    shade("M500 230H700V320H560z", 0.08),
  ) +
  path("M120 310H680V332H120z", iron) +
  solid("M250 168H330L322 250H258z", saffron, shade("M304 160H340V260H300z")) +
  path("M246 160H334V176H246z", amber) +
  line("M330 184Q368 184 360 216T324 236", amber, 10) +
  solid("M420 200H540Q540 264 480 268Q420 264 420 200z", terracotta, shade("M500 190H550V280H490z")) +
  ellipse(480, 200, 60, 12, brick) +
  circle(458, 190, 18, saffron) +
  circle(494, 186, 20, coral) +
  circle(476, 176, 16, amber) +
  path("M476 162q12-22 30-16q-8 18-30 16z", lagoon);

const kilim = (): string => {
  const diamond = (x: number, y: number, size: number, colour: string) =>
    path(
      `M${x} ${y - size}l${Math.round(size * 0.75)} ${size}l-${Math.round(size * 0.75)} ${size}l-${Math.round(size * 0.75)}-${size}z`,
      colour,
    );
  return (
    shade("M172 128H652V510H172z", 0.2) +
    each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], (step) =>
      lines(cream, 5, `M130 ${126 + step * 24}h26M644 ${126 + step * 24}h26`),
    ) +
    solid(
      "M152 106H648V488H152z",
      brick,
      path("M152 106H182V488H152zM618 106H648V488H618z", indigo),
      path("M192 106H204V488H192zM596 106H608V488H596z", saffron),
      each([140, 198, 256, 314, 372, 430, 488], (y) =>
        path(`M167 ${y - 24}l10 12l-10 12l-10-12zM633 ${y - 24}l10 12l-10 12l-10-12z`, sand),
      ),
      each(
        [300, 400, 500],
        (x) =>
          diamond(x, 297, 92, wine) +
          diamond(x, 297, 72, saffron) +
          diamond(x, 297, 50, teal) +
          diamond(x, 297, 24, cream),
      ),
      each(
        [250, 350, 450, 550],
        (x) =>
          diamond(x, 170, 40, indigo) +
          diamond(x, 170, 20, coral) +
          diamond(x, 424, 40, indigo) +
          diamond(x, 424, 20, coral),
      ),
      each([220, 260, 300, 340, 380, 420, 460, 500, 540, 580], (x) =>
        path(`M${x - 20} 106l20 20l20-20zM${x - 20} 488l20-20l20 20z`, sand),
      ),
      shade("M560 100H660V500H520z", 0.07),
    )
  );
};

const stool = (): string =>
  shadow(400, 510, 180) +
  lines(bark, 22, "M400 340L420 500") +
  lines(ochre, 24, "M540 240L270 500") +
  lines("#dba45f", 24, "M260 240L540 500") +
  shade("M405 375L545 505L555 490L415 365z", 0.1) +
  circle(400, 370, 22, coal) +
  circle(400, 370, 10, saffron) +
  solid(
    "M220 200Q400 250 580 200Q600 210 592 236Q500 330 400 340Q300 330 208 236Q200 210 220 200z",
    leather,
    shade("M460 200Q560 240 420 345H600V200z", 0.18),
    seam("M236 226Q400 274 564 226Q500 300 400 314Q300 300 236 226z", dune),
    shine("M224 206Q300 232 400 236V248Q290 246 220 220z", 0.22),
  ) +
  each(
    [
      [238, 216],
      [562, 216],
      [400, 322],
    ],
    ([x = 0, y = 0]) => circle(x, y, 10, saffron),
  ) +
  line("M300 440Q400 480 500 440", leather, 8);

export const campComfort: Drawings = {
  "CAR-0069": () => starry("#3b3566", saffron, brick, "#5a2a35", 620) + chair(),
  "CAR-0070": () => dunes("#d7e7e4", saffron, sand, dune, 170) + rollTable(),
  "CAR-0071": () => mesas("#f8dfb9", "#eec08a", dune, ochre) + kilim(),
  "CAR-0072": () => arch("#c98f6a", "#f3dcc2", deep) + stool(),
};
