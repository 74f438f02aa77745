const usual = 80;

/** The columns of the terminal that reads stdout. Where a file or another program reads it, no line is too long. */
export const terminalWidth = ({ isTTY, columns }: NodeJS.WriteStream = process.stdout): number =>
  isTTY ? columns || Number(process.env.COLUMNS) || usual : Number.POSITIVE_INFINITY;
