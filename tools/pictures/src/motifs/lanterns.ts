import { arch, starry } from "../backdrops.ts";
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
  shade,
  shadow,
  shine,
  solid,
} from "../ink.ts";

const { amber, brick, coal, cream, deep, dusk, indigo, night, ochre, saffron, teal, terracotta } = ink;

/** Light around a lamp: rings that fade. */
const glow = (x: number, y: number, radius: number): string =>
  each(
    [1, 0.72, 0.46],
    (share) =>
      `<circle cx="${x}" cy="${y}" r="${Math.round(radius * share)}" fill="${saffron}" fill-opacity=".16"/>`,
  );

const star = (x: number, y: number, r: number): string =>
  path(
    `M${x} ${y - r}l${r * 0.3} ${r * 0.7}l${r * 0.7} ${r * 0.3}l-${r * 0.7} ${r * 0.3}l-${r * 0.3} ${r * 0.7}l-${r * 0.3}-${r * 0.7}l-${r * 0.7}-${r * 0.3}l${r * 0.7}-${r * 0.3}z`,
    "#ffe39a",
  );

const pierced = (): string =>
  glow(400, 340, 300) +
  shadow(400, 512, 130) +
  line("M400 90V40", ochre, 6) +
  circle(400, 100, 22, "none") +
  line("M400 122a22 22 0 1 1 1 0", ochre, 8) +
  path("M400 116Q420 150 470 190H330Q380 150 400 116z", amber) +
  box(316, 186, 168, 18, ochre, 6) +
  solid(
    "M310 204H490L540 300V400L490 486H310L260 400V300z",
    amber,
    path("M310 204H360L340 300V400L360 486H310L260 400V300z", ochre),
    shade("M440 204H550V490H440L460 400V300z", 0.2),
    each(
      [
        [400, 250, 20],
        [400, 345, 30],
        [400, 440, 20],
        [350, 300, 13],
        [450, 300, 13],
        [350, 394, 13],
        [450, 394, 13],
        [298, 345, 17],
        [502, 345, 17],
        [314, 270, 9],
        [486, 270, 9],
        [314, 424, 9],
        [486, 424, 9],
      ],
      ([x = 0, y = 0, r = 0]) => star(x, y, r),
    ),
  ) +
  lines(ochre, 5, "M340 204V300V400L350 486", "M460 204V300V400L450 486") +
  box(296, 482, 208, 22, ochre, 8);

const storm = (): string =>
  glow(400, 320, 260) +
  shadow(400, 512, 140) +
  line("M290 430Q250 300 300 170Q320 60 400 56Q480 60 500 170Q550 300 510 430", brick, 10) +
  mirrored(line("M316 470V170", brick, 16)) +
  path("M340 190Q344 150 370 140H430Q456 150 460 190z", terracotta) +
  box(360, 110, 80, 36, brick, 8) +
  box(330, 186, 140, 16, terracotta, 6) +
  solid(
    "M350 202H450Q500 290 446 380H354Q300 290 350 202z",
    "#ffedbd",
    path("M400 250Q440 310 400 370Q360 310 400 250z", saffron),
    path("M400 296Q418 330 400 368Q382 330 400 296z", cream),
    shine("M350 202h14Q320 290 366 380h-14Q300 290 350 202z", 0.7),
  ) +
  lines(brick, 5, "M332 290H468") +
  path("M350 380H450L462 412H338z", terracotta) +
  solid(
    "M280 440Q284 410 330 408H470Q516 410 520 440V480Q516 506 470 508H330Q284 506 280 480z",
    terracotta,
    shade("M450 400H530V510H450z"),
    shine("M290 410h26v100h-26z", 0.2),
    path("M280 470H520V482H280z", brick),
  ) +
  circle(480, 446, 13, saffron);

const solar = (): string =>
  glow(400, 340, 280) +
  shadow(400, 506, 170) +
  line("M300 190Q300 80 400 76Q500 80 500 190", coal, 12) +
  solid(
    "M270 210H530V460H270z",
    "#ffedbd",
    each([230, 290, 350, 410], (y) =>
      path(`M250 ${y}Q400 ${y + 34} 550 ${y}V${y + 26}Q400 ${y + 60} 250 ${y + 26}z`, "#ffdc8a"),
    ),
    shade("M470 200H540V470H470z", 0.08),
    shine("M270 200h36v270h-36z", 0.6),
  ) +
  solid(
    "M250 190Q252 160 290 158H510Q548 160 550 190V206Q548 222 530 222H270Q252 222 250 206z",
    teal,
    shade("M480 150H560V230H480z"),
  ) +
  path("M296 158L320 128H480L504 158z", night) +
  lines(dusk, 3, "M348 128L336 158", "M400 128V158", "M452 128L464 158", "M308 143H492") +
  solid(
    "M250 460Q250 446 268 446H532Q550 446 550 460V484Q548 504 520 506H280Q252 504 250 484z",
    teal,
    shade("M480 440H560V510H480z"),
  ) +
  box(370, 466, 60, 18, saffron, 9);

export const lanterns: Drawings = {
  "CAR-0031": () => arch(night, indigo, "#17233f") + pierced(),
  "CAR-0032": () => starry("#22335c", cream, deep, "#0d3536", 130) + storm(),
  "CAR-0036": () => starry(deep, saffron, "#0f3b40", "#0a2c30") + solar(),
};
