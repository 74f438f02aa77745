import * as ink from "./ink.ts";
import { box, circle, each, ellipse, line, path, shade, shine } from "./ink.ts";

const fill = (colour: string): string => path("M0 0h800v600H0z", colour);

/** Dunes under a low sun. */
export const dunes = (sky: string, sun: string, far: string, near: string, sunX = 560): string =>
  fill(sky) +
  circle(sunX, 190, 92, sun) +
  path("M0 410Q150 320 300 376Q430 420 560 372Q680 326 800 372V600H0z", far) +
  shade("M170 350Q240 350 300 376Q430 420 560 372Q450 470 300 470Q260 400 170 350z", 0.05) +
  path("M0 470Q210 400 420 455T800 430V600H0z", near) +
  shade("M300 438Q360 440 420 455Q600 500 800 430V470Q640 560 480 540Q420 480 300 438z", 0.05);

/** Stars and a thin moon above dark dunes. */
export const starry = (sky: string, moon: string, far: string, near: string, moonX = 610): string =>
  fill(sky) +
  path(`M${moonX} 80a72 72 0 1 0 62 108a58 58 0 1 1-62-108z`, moon) +
  each(
    [
      [90, 90, 4],
      [190, 180, 3],
      [280, 70, 5],
      [120, 290, 3],
      [410, 60, 3],
      [500, 140, 4],
      [700, 290, 4],
      [740, 60, 3],
      [60, 210, 5],
    ],
    ([x = 0, y = 0, r = 0]) => circle(x, y, r, ink.cream),
  ) +
  path("M0 420Q180 330 380 400T800 370V600H0z", far) +
  path("M0 480Q260 420 460 470T800 450V600H0z", near);

/** A pointed arch in a wall, a floor before it. */
export const arch = (wall: string, opening: string, floor: string): string =>
  fill(wall) +
  path("M170 600V300C170 180 290 110 400 40C510 110 630 180 630 300V600z", opening) +
  line("M140 600V300C140 165 270 90 400 8C530 90 660 165 660 300V600", opening, 6) +
  path("M0 490H800V600H0z", floor);

/** One large disc, as a plate to present things on. */
export const disc = (ground: string, plate: string, accent: string): string =>
  fill(ground) +
  circle(400, 300, 250, plate) +
  each(
    [
      [92, 120, 22],
      [700, 470, 30],
      [150, 500, 12],
      [676, 104, 14],
      [60, 360, 8],
      [744, 250, 8],
    ],
    ([x = 0, y = 0, r = 0]) => circle(x, y, r, accent),
  );

/** Table mountains one behind the other. */
export const mesas = (sky: string, far: string, middle: string, near: string): string =>
  fill(sky) +
  circle(180, 150, 62, ink.cream) +
  path("M0 330H70L95 270H210L240 340H420L450 230H610L650 330H800V600H0z", far) +
  path("M0 400H40L70 340H150L200 410H560L600 330H720L760 400H800V600H0z", middle) +
  path("M0 480Q240 440 420 472T800 456V600H0z", near);

/** A soft cloud of colour with two agaves. */
export const garden = (ground: string, cloud: string, leaf: string): string =>
  fill(ground) +
  path(
    "M110 330C80 180 230 60 400 90S740 130 710 320C690 460 760 520 560 530H220C70 530 130 440 110 330z",
    cloud,
  ) +
  agave(120, 520, leaf) +
  agave(690, 530, leaf);

const agave = (x: number, y: number, leaf: string): string =>
  each([-64, -32, 0, 32, 64], (lean) =>
    path(
      `M${x - 9} ${y}Q${x + lean * 0.3} ${y - 70} ${x + lean} ${y - 120 + Math.abs(lean)}Q${x + lean * 0.7} ${y - 40} ${x + 9} ${y}z`,
      leaf,
    ),
  );

/** The sun coming up, its rays all over the sky. */
export const rays = (sky: string, ray: string, sun: string, ground: string): string =>
  fill(sky) +
  each([0, 1, 2, 3, 4, 5, 6], (step) => {
    const from = Math.PI + (step * Math.PI) / 7 + 0.1;
    const to = from + Math.PI / 14;
    const at = (angle: number) =>
      `${Math.round(400 + 900 * Math.cos(angle))} ${Math.round(470 + 900 * Math.sin(angle))}`;
    return path(`M400 470L${at(from)}L${at(to)}z`, ray);
  }) +
  circle(400, 470, 230, sun) +
  path("M0 470H800V600H0z", ground);

/** A wall above a table, a window's light on it. */
export const table = (wall: string, light: string, top: string): string =>
  fill(wall) +
  path("M120 0H330L560 450H350z", light) +
  path("M400 0H480L710 450H630z", light) +
  box(0, 450, 800, 150, top) +
  shine("M0 450H800V462H0z", 0.3);

/** A woven ground seen from above. */
export const weave = (ground: string, stripe: string, accent: string): string =>
  fill(ground) +
  box(0, 40, 800, 16, stripe) +
  box(0, 544, 800, 16, stripe) +
  each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (step) =>
    each([70, 500], (y) => path(`M${step * 80} ${y}l20-22l20 22l-20 22z`, accent)),
  ) +
  ellipse(400, 300, 330, 205, stripe);
