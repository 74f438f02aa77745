import type { Level } from "../domain/stock.ts";

/** Undoes a transaction for which there is not enough stock. */
export class Short extends Error {
  readonly levels: readonly Level[];
  constructor(levels: readonly Level[]) {
    super();
    this.levels = levels;
  }
}
