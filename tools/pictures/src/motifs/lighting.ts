import { disc, dunes, mesas } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { box, circle, type Drawings, each, ellipse, line, lines, path, shade, shine, solid } from "../ink.ts";

const { bark, coal, coral, cream, dusk, indigo, iron, leather, saffron, terracotta } = ink;

const headlamp = (): string =>
  path("M400 330L120 600H0V340z", "#ffe39a") +
  shine("M400 330L60 600H0V400z", 0.3) +
  line("M300 330Q240 120 420 110Q640 110 630 330Q630 400 480 370", indigo, 40) +
  line("M300 330Q240 120 420 110Q640 110 630 330", dusk, 8) +
  line("M424 128Q452 210 440 270", indigo, 30) +
  box(588, 270, 74, 96, coal, 18) +
  solid(
    "M270 280Q270 256 296 254H470Q500 256 502 284V380Q500 408 470 410H296Q272 408 270 382z",
    terracotta,
    shade("M270 360H510V420H270z"),
    shine("M270 254H510V276H270z", 0.22),
  ) +
  circle(340, 332, 62, coal) +
  circle(340, 332, 48, "#ffe39a") +
  circle(340, 332, 26, cream) +
  circle(446, 316, 24, coal) +
  circle(446, 316, 14, terracotta) +
  box(424, 366, 44, 14, saffron, 7);

const torch = (): string =>
  path("M400 270L800 60V460z", "#f7c65b") +
  path("M400 270L800 150V370z", "#ffe39a") +
  shade("M100 330H430V346H100z", 0.18) +
  solid(
    "M96 226H330V314H96Q84 314 84 300V240Q84 226 96 226z",
    coal,
    shine("M80 232H340V246H80z", 0.25),
    shade("M80 286H340V320H80z", 0.3),
    each([130, 150, 170, 190, 210, 230, 250, 270], (x) => line(`M${x} 250V290`, iron, 5)),
  ) +
  solid(
    "M330 222L400 186H440Q450 186 450 196V344Q450 354 440 354H400L330 318z",
    iron,
    shine("M330 222L400 186H450V214H330z", 0.35),
    shade("M330 300H460V360H330z", 0.25),
  ) +
  ellipse(450, 270, 18, 84, coal) +
  ellipse(452, 270, 12, 70, cream) +
  box(60, 246, 30, 48, terracotta, 8) +
  box(300, 218, 22, 104, terracotta, 4) +
  line("M72 296Q60 380 140 400T170 470", leather, 8);

const strings = (): string => {
  const bulb = (x: number, y: number, colour: string) =>
    `<circle cx="${x}" cy="${y + 44}" r="46" fill="${saffron}" fill-opacity=".2"/>` +
    box(x - 9, y, 18, 22, coal, 4) +
    path(
      `M${x - 9} ${y + 20}Q${x - 30} ${y + 44} ${x - 16} ${y + 66}Q${x} ${y + 80} ${x + 16} ${y + 66}Q${x + 30} ${y + 44} ${x + 9} ${y + 20}z`,
      colour,
    ) +
    shine(`M${x - 14} ${y + 42}q2-12 10-18q-4 18-2 30z`, 0.7);
  return (
    lines(bark, 14, "M70 120V540", "M730 120V540") +
    lines(coal, 6, "M70 130Q220 260 400 190Q560 130 730 160", "M70 300Q240 430 420 340Q580 280 730 330") +
    bulb(160, 186, "#ffe39a") +
    bulb(260, 212, saffron) +
    bulb(370, 198, "#ffe39a") +
    bulb(480, 162, saffron) +
    bulb(590, 146, "#ffe39a") +
    bulb(680, 154, saffron) +
    bulb(150, 344, saffron) +
    bulb(250, 376, "#ffe39a") +
    bulb(360, 364, saffron) +
    bulb(470, 322, "#ffe39a") +
    bulb(580, 304, saffron) +
    bulb(676, 316, "#ffe39a")
  );
};

export const lighting: Drawings = {
  "CAR-0033": () => mesas("#8f6f86", "#74587a", "#573f68", "#3b2b52") + headlamp(),
  "CAR-0034": () => disc("#16223f", "#22335c", dusk) + torch(),
  "CAR-0035": () => dunes("#4a4a7d", coral, "#35386a", "#262a55", 400) + strings(),
};
