import { dunes, garden } from "../backdrops.ts";
import * as ink from "../ink.ts";
import { circle, type Drawings, each, line, lines, path, seam, shade, shadow, solid } from "../ink.ts";

const { bark, brick, coal, coral, cream, dune, hide, leather, saffron, sage, sand, steel, teal, terracotta } =
  ink;

const palm = (x: number, lean: number, crown: string): string =>
  line(`M${x} 490Q${x + lean} 330 ${x + lean * 0.6} 140`, bark, 24) +
  each([-120, -70, 0, 70, 120], (reach) =>
    path(
      `M${x + lean * 0.6} 140Q${x + lean * 0.6 + reach * 0.6} ${70 - Math.abs(reach) * 0.1} ${x + lean * 0.6 + reach} ${130 + Math.abs(reach) * 0.5 - 50}Q${x + lean * 0.6 + reach * 0.5} 116 ${x + lean * 0.6} 140z`,
      crown,
    ),
  );

const hammock = (): string =>
  palm(110, 40, teal) +
  palm(690, -40, teal) +
  shadow(400, 500, 220) +
  lines(cream, 5, "M142 280L236 330", "M658 280L564 330", "M142 280L250 322", "M658 280L550 322") +
  solid(
    "M226 322Q400 380 574 322Q560 440 480 462Q400 480 320 462Q240 440 226 322z",
    coral,
    path("M200 300Q400 420 600 300V350Q400 470 200 350z", saffron),
    path("M200 356Q400 476 600 356V384Q400 504 200 384z", terracotta),
    path("M200 400Q400 520 600 400V420Q400 540 200 420z", cream),
    shade("M460 320H600V480H430z", 0.12),
  ) +
  path("M226 322Q400 380 574 322Q400 410 226 322z", brick);

const cot = (): string =>
  shadow(400, 492, 300) +
  lines(
    coal,
    12,
    "M190 350L290 488",
    "M290 350L190 488",
    "M360 350L440 488",
    "M440 350L360 488",
    "M520 350L620 488",
    "M620 350L520 488",
  ) +
  each([240, 400, 570], (x) => circle(x, 419, 8, steel)) +
  solid("M110 322H690V366H110z", hide, shade("M110 346H690V370H110z"), seam("M120 332H680", cream)) +
  lines(leather, 16, "M106 320H694") +
  solid(
    "M120 312Q116 262 160 262H262Q290 266 288 312z",
    cream,
    shade("M220 262H300V320H240z", 0.1),
    line("M160 280Q210 292 250 282", dune, 4),
  ) +
  solid(
    "M270 312Q280 274 330 276H640Q676 280 682 312z",
    terracotta,
    path("M380 270H410V320H380zM440 270H452V320H440zM560 270H590V320H560z", saffron),
    shade("M270 300H690V320H270z"),
  );

export const resting: Drawings = {
  "CAR-0012": () => dunes("#bfe0dc", saffron, sand, dune, 400) + hammock(),
  "CAR-0014": () => garden("#dfe8d5", sage, teal) + cot(),
};
