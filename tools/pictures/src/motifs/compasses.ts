import { disc, dunes } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { box, circle, type Drawings, line, lines, path, shade, shine, solid, turn } from "../ink.ts";

const {
  amber,
  coal,
  coral,
  cream,
  deep,
  dune,
  hide,
  indigo,
  lagoon,
  ochre,
  saffron,
  sand,
  steel,
  teal,
  terracotta,
  wine,
} = ink;

const ticks = (x: number, y: number, from: number, to: number, count: number): string =>
  Array.from({ length: count }, (_, step) => {
    const angle = (step * 2 * Math.PI) / count;
    const at = (r: number) => `${Math.round(x + r * Math.cos(angle))} ${Math.round(y + r * Math.sin(angle))}`;
    return `M${at(from)}L${at(to)}`;
  }).join("");

const brassCompass = (): string =>
  shade("M220 380a190 170 0 0 0 380 0z", 0.2) +
  path("M300 230Q260 60 400 50Q540 60 500 230z", ochre) +
  solid(
    "M316 226Q284 84 400 74Q516 84 484 226z",
    amber,
    line("M400 74V230", ochre, 8),
    path("M392 120h16v60h-16z", deep),
  ) +
  circle(400, 350, 180, ochre) +
  circle(400, 350, 162, saffron) +
  circle(400, 350, 140, cream) +
  line(ticks(400, 350, 118, 132, 36), hide, 3) +
  line(ticks(400, 350, 108, 132, 4), wine, 6) +
  path("M400 260l16 74l74 16l-74 16l-16 74l-16-74l-74-16l74-16z", dune) +
  turn(28, 400, 350, path("M400 246L420 350H380z", terracotta), path("M400 454L420 350H380z", indigo)) +
  circle(400, 350, 13, ochre) +
  shine("M290 300A124 124 0 0 1 390 228Q330 270 300 350A124 124 0 0 1 290 300z", 0.5) +
  box(360, 216, 80, 26, ochre, 8) +
  circle(400, 538, 16, "none") +
  line("M400 530a22 22 0 1 1-1 0", ochre, 9);

const baseplate = (): string =>
  turn(
    -14,
    400,
    300,
    shade("M262 74H562V560H262z", 0.18),
    `<rect x="246" y="56" width="300" height="490" rx="30" fill="#eef6f3" fill-opacity=".93"/>`,
    line(
      Array.from({ length: 20 }, (_, step) => `M262 ${100 + step * 22}h${step % 5 === 0 ? 26 : 14}`).join(""),
      coal,
      3,
    ),
    line("M396 70V180M396 466V530", terracotta, 6),
    path("M396 64l22 36h-44z", terracotta),
    `<circle cx="486" cy="120" r="34" fill="#fff" fill-opacity=".7"/>`,
    line("M486 86a34 34 0 1 1-1 0", lagoon, 6),
    circle(396, 320, 132, coal),
    circle(396, 320, 112, cream),
    line(ticks(396, 320, 114, 128, 24), cream, 4),
    lines(lagoon, 4, "M360 230V410", "M396 222V418", "M432 230V410"),
    turn(36, 396, 320, path("M396 226L414 320H378z", terracotta), path("M396 414L414 320H378z", steel)),
    circle(396, 320, 10, coal),
  ) + line("M330 550Q300 640 180 580", saffron, 10);

export const compasses: Drawings = {
  "CAR-0051": () => disc(teal, lagoon, saffron) + brassCompass(),
  "CAR-0052": () => dunes("#f7d9b5", coral, sand, dune, 650) + baseplate(),
};
