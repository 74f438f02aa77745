// Draws the pictures of all products into `apps/product/pictures/`. Run by hand after a change: `pnpm --filter @caravan/pictures draw`.
import { mkdirSync, writeFileSync } from "node:fs";
import { folder, pictures } from "./pictures.ts";

mkdirSync(folder, { recursive: true });
for (const [file, svg] of pictures()) writeFileSync(new URL(file, folder), svg);
