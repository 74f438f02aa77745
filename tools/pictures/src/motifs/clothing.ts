import { arch, disc, dunes, mesas, starry } from "../backdrops.ts";
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
  shine,
  solid,
} from "../ink.ts";

const {
  amber,
  bark,
  brick,
  coal,
  cream,
  deep,
  dune,
  dusk,
  hide,
  lagoon,
  leather,
  mint,
  mist,
  ochre,
  saffron,
  sage,
  teal,
  terracotta,
  wine,
} = ink;

const shell = (): string =>
  mirrored(
    solid(
      "M300 170Q230 190 214 260L170 470Q200 496 244 486L300 300z",
      "#e39a1f",
      shade("M230 300L300 290V500H190z", 0.1),
      path("M150 452H260V478H150z", amber),
    ),
  ) +
  solid(
    "M300 166Q350 140 400 140Q450 140 500 166L516 300V500Q400 520 284 500V300z",
    saffron,
    shade("M400 140H540V520H400z", 0.1),
    path("M280 150Q400 300 520 150V250Q400 290 280 250z", teal),
    shade("M400 140H540V280H400z", 0.12),
    line("M300 380L350 440", amber, 8),
    line("M500 380L450 440", amber, 8),
  ) +
  path("M322 160Q320 70 400 66Q480 70 478 160Q450 214 400 216Q350 214 322 160z", teal) +
  path("M346 156Q346 100 400 98Q454 100 454 156Q440 196 400 198Q360 196 346 156z", deep) +
  line("M400 198V506", coal, 8) +
  box(393, 236, 14, 30, cream, 5) +
  box(440, 300, 44, 16, terracotta, 4);

const down = (): string => {
  const rows = [210, 256, 302, 348, 394, 440, 486];
  return (
    mirrored(
      solid(
        "M306 172Q226 186 206 270L168 462Q200 494 250 482L306 310z",
        brick,
        each([240, 290, 340, 390, 440], (y) => line(`M160 ${y}Q230 ${y + 30} 320 ${y - 6}`, wine, 5)),
        shine("M214 250L176 460L196 470L236 260z", 0.16),
      ),
    ) +
    solid(
      "M306 168Q350 150 400 150Q450 150 494 168L514 300L520 490Q400 514 280 490L286 300z",
      terracotta,
      each(rows, (y) => line(`M270 ${y}Q335 ${y + 24} 400 ${y}Q465 ${y + 24} 530 ${y}`, brick, 5)),
      shade("M450 150H540V520H440z", 0.14),
      shine("M290 180H320L314 500H284z", 0.12),
    ) +
    solid(
      "M334 168Q340 108 400 106Q460 108 466 168Q440 200 400 202Q360 200 334 168z",
      brick,
      line("M330 150Q400 176 470 150", wine, 5),
    ) +
    path("M362 140Q400 164 438 140Q430 124 400 122Q370 124 362 140z", wine) +
    line("M400 200V504", saffron, 7) +
    box(393, 214, 14, 28, cream, 5)
  );
};

const jumper = (): string =>
  mirrored(
    solid(
      "M310 170Q240 184 216 262L170 456L240 480L300 330z",
      "#e9dcc4",
      path("M160 436L256 470V500H150z", bark),
      shade("M236 320L310 300V500H200z", 0.08),
    ),
  ) +
  solid(
    "M310 166Q350 190 400 190Q450 190 490 166L508 320V496H292V320z",
    "#f3e8d3",
    path("M270 220Q400 280 530 220V236Q400 296 270 236z", bark),
    path("M270 300Q400 350 530 300V316Q400 366 270 316z", bark),
    each([300, 330, 360, 390, 420, 450, 480], (x, index) =>
      path(
        `M${x} ${262 + 14 - Math.abs(3 - index) * 5}l15 18l-15 18l-15-18z`,
        index % 2 === 0 ? terracotta : leather,
      ),
    ),
    each([320, 350, 380, 410, 440, 470], (x) => line(`M${x} 356l-10 14l10 14`, dune, 4)),
    each([305, 340, 375, 410, 445, 480], (x) => line(`M${x} 404l-10 14l10 14`, dune, 4)),
    path("M280 462H520V510H280z", bark),
    each([300, 320, 340, 360, 380, 400, 420, 440, 460, 480, 500], (x) => line(`M${x} 466V496`, leather, 4)),
    shade("M450 160H520V510H446z", 0.1),
  ) +
  path("M334 164Q346 134 400 132Q454 134 466 164Q440 196 400 198Q360 196 334 164z", bark) +
  path("M352 160Q364 146 400 146Q436 146 448 160Q430 176 400 178Q370 176 352 160z", wine);

const shirt = (): string =>
  mirrored(
    solid(
      "M310 160Q240 176 216 250L164 450L236 478L300 320z",
      mint,
      shade("M236 320L310 300V500H200z", 0.08),
      path("M150 424L260 464V500H140z", sage),
    ),
  ) +
  solid(
    "M310 158H490L510 320V500Q400 480 290 500V320z",
    "#d4e8df",
    shade("M440 150H520V510H436z", 0.1),
    path("M386 170H414V500H386z", mint),
    each([230, 290, 350, 410, 470], (y) => circle(400, y, 6, teal)),
    lines(sage, 4, "M290 232Q340 250 386 246", "M510 232Q460 250 414 246"),
  ) +
  solid("M310 270H372V330Q341 344 310 330z", mint, path("M300 262H380V290H300z", sage)) +
  solid("M428 270H490V330Q459 344 428 330z", mint, path("M420 262H500V290H420z", sage)) +
  path("M336 160L400 214L370 250L316 190Q320 140 348 128z", cream) +
  path("M464 160L400 214L430 250L484 190Q480 140 452 128z", "#ece2cf") +
  path("M348 128Q400 112 452 128L464 160L400 214L336 160z", lagoon) +
  circle(341, 281, 4, teal) +
  circle(459, 281, 4, teal);

const trousers = (): string =>
  solid(
    "M292 92H508L540 510H430L400 250L370 510H260z",
    ochre,
    shade("M400 92H560V520H400z", 0.1),
    shine("M292 92H320L290 510H260z", 0.14),
    path("M280 84H520V124H280z", leather),
    line("M400 124V250", leather, 6),
    line("M270 372L384 384", bark, 7),
    line("M530 372L416 384", bark, 7),
    path("M266 250H336L328 336H262z", hide),
    path("M534 250H464L472 336H538z", hide),
    line("M268 262H334", bark, 6),
    line("M532 262H466", bark, 6),
    line("M310 124Q312 160 288 170M490 124Q488 160 512 170", leather, 5),
  ) +
  box(384, 94, 32, 24, saffron, 5) +
  box(330, 84, 14, 44, bark, 3) +
  box(456, 84, 14, 44, bark, 3) +
  box(328, 254, 12, 24, terracotta, 4) +
  box(460, 254, 12, 24, teal, 4);

export const clothing: Drawings = {
  "CAR-0037": () => mesas("#cfe0e4", mist, dusk, teal) + shell(),
  "CAR-0038": () => starry("#3d4f80", cream, dusk, mist, 640) + down(),
  "CAR-0039": () => disc("#d9b88f", "#c79a68", wine) + jumper(),
  "CAR-0040": () => dunes("#fbe3c0", saffron, dune, ochre, 640) + shirt(),
  "CAR-0041": () => arch(sage, "#e4efe6", teal) + trousers(),
};
