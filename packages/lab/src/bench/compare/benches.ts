import { runOrders } from "../orders/run-orders.ts";
import { runPages } from "../pages/run-pages.ts";
import { runSaga } from "../saga/run-saga.ts";
import type { LoadOptions, Stage } from "../stage.ts";
import { type Figure, ordersFigures, pagesFigures, sagaFigures } from "./figures.ts";

/** The benchmarks whose figures are held against others. */
export const compared: Readonly<Record<string, (stage: Stage, load: LoadOptions) => Promise<Figure[]>>> = {
  orders: async (stage, load) => ordersFigures(await runOrders(stage, load)),
  saga: async (stage, load) => sagaFigures((await runSaga(stage, load)).runs),
  pages: async (stage, load) => pagesFigures(await runPages(stage, load)),
};
