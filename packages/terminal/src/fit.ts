/** Between two columns. */
export const gap = 2;

/** A column, and how much room its values ask for. */
export interface Asking {
  readonly width: number;
  /** With this much it is content. */
  readonly least: number;
  /** Its turn to be left out; without one it stays. */
  readonly drop?: number | undefined;
  /** It has no value in any row. */
  readonly isEmpty: boolean;
}

/** The same columns with widths that fit, taken from the widest first; undefined when all are at their least before. */
const shrunk = <C extends Asking>(columns: readonly C[], room: number): C[] | undefined => {
  const widths = columns.map(({ width }) => width);
  let over = widths.reduce((sum, width) => sum + width, gap * (columns.length - 1)) - room;
  for (; over > 0; over--) {
    const above = columns.map(({ least }, index) =>
      (widths[index] ?? 0) > least ? (widths[index] ?? 0) : 0,
    );
    const widest = Math.max(...above);
    if (widest === 0) return undefined;
    widths[above.indexOf(widest)] = widest - 1;
  }
  return columns.map((column, index) => ({ ...column, width: widths[index] ?? 0 }));
};

/**
 * The columns that are shown, with their widths. When they are too wide, those without a value go first, then values are cut,
 * then the columns that may go are left out in their turn, and where even that is not enough, all values are cut.
 */
export const fit = <C extends Asking>(columns: readonly C[], room: number): readonly C[] => {
  const whole = shrunk(
    columns.map((column) => ({ ...column, least: column.width })),
    room,
  );
  if (whole) return columns;
  const turns = columns.flatMap(({ drop }) => (drop === undefined ? [] : [drop])).toSorted((a, b) => a - b);
  let rest = columns.filter(({ isEmpty }) => !isEmpty);
  for (const turn of [0, ...turns]) {
    rest = rest.filter(({ drop }) => drop === undefined || drop > turn);
    const fitting = shrunk(rest, room);
    if (fitting) return fitting;
  }
  const any = rest.map((column) => ({ ...column, least: 1 }));
  return shrunk(any, room) ?? any.map((column) => ({ ...column, width: 1 }));
};
