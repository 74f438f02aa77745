import { dunes, rays, table } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { box, circle, type Drawings, each, line, path, seam, shade, shadow, shine, solid } from "../ink.ts";

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
  lagoon,
  leather,
  night,
  ochre,
  saffron,
  sand,
  steel,
  terracotta,
  wine,
} = ink;

const duffel = (): string =>
  shadow(400, 496, 290) +
  line("M300 262Q310 150 400 150Q490 150 500 262", coal, 16) +
  box(366, 136, 68, 32, leather, 10) +
  solid(
    "M160 300Q160 240 220 236H580Q640 240 640 300V430Q640 488 580 492H220Q160 488 160 430z",
    terracotta,
    shade("M150 410H660V500H150z", 0.18),
    shine("M150 236H650V268H150z", 0.16),
    path("M160 330H640V344H160z", brick),
  ) +
  solid(
    "M160 300Q160 240 220 236H246Q206 300 214 364Q206 430 246 492H220Q160 488 160 430z",
    brick,
    shine("M160 236h20v260h-20z", 0.12),
  ) +
  solid("M640 300Q640 240 580 236H554Q594 300 586 364Q594 430 554 492H580Q640 488 640 430z", wine) +
  path("M284 236H318V492H284zM482 236H516V492H482z", coal) +
  path("M340 290H460V320H340z", night) +
  line("M270 288Q400 270 530 288", sand, 6) +
  box(520, 276, 34, 20, saffron, 6) +
  solid(
    "M350 370H450V430Q448 442 436 442H364Q352 442 350 430z",
    saffron,
    path("M400 384l26 40h-52z", brick),
  ) +
  circle(301, 300, 10, steel) +
  circle(499, 300, 10, steel);

const saddlebags = (): string =>
  shadow(400, 500, 290) +
  solid(
    "M236 170Q400 110 564 170L580 300H220z",
    leather,
    shade("M470 120H590V310H450z"),
    seam("M246 190Q400 134 554 190", dune),
  ) +
  each(
    [120, 430],
    (x) =>
      solid(
        `M${x} 270H${x + 250}V460Q${x + 248} 498 ${x + 210} 500H${x + 40}Q${x + 2} 498 ${x} 460z`,
        ochre,
        shade(`M${x + 180} 260H${x + 260}V510H${x + 180}z`),
        path(
          `M${x} 440H${x + 60}L${x} 400zM${x + 250} 440H${x + 190}L${x + 250} 400zM${x} 440H${x + 250}V510H${x}z`,
          bark,
        ),
      ) +
      solid(
        `M${x - 6} 240H${x + 256}V330Q${x + 240} 382 ${x + 125} 388Q${x + 10} 382 ${x - 6} 330z`,
        hide,
        shade(`M${x + 180} 230H${x + 270}V400H${x + 180}z`),
        seam(`M${x + 8} 254V330Q${x + 26} 368 ${x + 125} 374Q${x + 224} 368 ${x + 242} 330V254`, cream),
      ) +
      each(
        [60, 166],
        (at) =>
          box(x + at, 320, 24, 100, bark, 6) +
          box(x + at - 6, 378, 36, 26, saffron, 6) +
          box(x + at + 4, 386, 16, 10, bark),
      ),
  );

const dryBag = (x: number, y: number, width: number, height: number, colour: string, dark: string): string =>
  solid(
    `M${x} ${y + 50}Q${x + 10} ${y + 20} ${x + 16} ${y}H${x + width - 16}Q${x + width - 10} ${y + 20} ${x + width} ${y + 50}V${y + height - 24}Q${x + width} ${y + height} ${x + width - 30} ${y + height}H${x + 30}Q${x} ${y + height} ${x} ${y + height - 24}z`,
    colour,
    shade(`M${x + width * 0.7} ${y}H${x + width}V${y + height}H${x + width * 0.7}z`),
    shine(`M${x} ${y}h18v${height}h-18z`, 0.22),
    line(`M${x} ${y + 52}Q${x + width / 2} ${y + 66} ${x + width} ${y + 52}`, dark, 5),
    box(x, y + height - 46, width, 12, dark),
  ) +
  box(x + 8, y - 18, width - 16, 26, dark, 10) +
  line(`M${x + 18} ${y - 8}Q${x + width / 2} ${y - 70} ${x + width - 18} ${y - 8}`, dark, 9) +
  box(x + width / 2 - 20, y - 54, 40, 24, coal, 7) +
  circle(x + width / 2, y + height * 0.56, width * 0.17, dark);

const dryBags = (): string =>
  shadow(400, 502, 260) +
  dryBag(340, 150, 200, 352, indigo, night) +
  dryBag(180, 250, 170, 252, saffron, amber) +
  dryBag(490, 330, 140, 172, terracotta, wine);

export const bags: Drawings = {
  "CAR-0018": () => dunes("#cfe0e4", cream, sand, dune, 640) + duffel(),
  "CAR-0019": () => rays(sand, "#f8ead0", coral, deep) + saddlebags(),
  "CAR-0021": () => table(lagoon, "#5aa8a2", sand) + dryBags(),
};
