import type { Drawings } from "./ink.ts";
import { accessories } from "./motifs/accessories.ts";
import { bags } from "./motifs/bags.ts";
import { campComfort } from "./motifs/camp-comfort.ts";
import { campKitchen } from "./motifs/camp-kitchen.ts";
import { clothing } from "./motifs/clothing.ts";
import { compasses } from "./motifs/compasses.ts";
import { footwear } from "./motifs/footwear.ts";
import { kits } from "./motifs/kits.ts";
import { lanterns } from "./motifs/lanterns.ts";
import { lighting } from "./motifs/lighting.ts";
import { navigation } from "./motifs/navigation.ts";
import { packs } from "./motifs/packs.ts";
import { resting } from "./motifs/resting.ts";
import { sleeping } from "./motifs/sleeping.ts";
import { softFootwear } from "./motifs/soft-footwear.ts";
import { tableWare } from "./motifs/table-ware.ts";
import { tents } from "./motifs/tents.ts";
import { tools } from "./motifs/tools.ts";
import { water } from "./motifs/water.ts";

/** Every product's drawing, by SKU. */
export const drawings: Drawings = {
  ...accessories,
  ...bags,
  ...campComfort,
  ...campKitchen,
  ...clothing,
  ...compasses,
  ...footwear,
  ...kits,
  ...lanterns,
  ...lighting,
  ...navigation,
  ...packs,
  ...resting,
  ...sleeping,
  ...softFootwear,
  ...tableWare,
  ...tents,
  ...tools,
  ...water,
};
