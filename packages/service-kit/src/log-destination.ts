import { type DestinationStream, pino } from "pino";
import { counter } from "./metrics.ts";

/** Bytes that are written at once, and milliseconds that the first of them waits for more. */
const bytesTogether = 4096;
const mostMilliseconds = 50;
/** Bytes that wait while standard output takes none. */
const mostWaiting = 1024 * 1024;

const dropped = counter(
  "caravan_log_dropped_lines_total",
  "Log lines that were dropped because standard output took none.",
);

/**
 * Standard output, written in blocks: each write of a line of its own wakes the node's log collector for it. Lines wait 50 ms at most, and
 * are written when the process exits; one that is killed loses them.
 */
export const openLogDestination = (): DestinationStream => {
  const output = pino.destination({
    ...{ dest: 1, sync: false, minLength: bytesTogether, maxLength: mostWaiting },
  });
  output.on("drop", () => dropped.inc());
  let isDue = false;
  const flush = (): void => {
    isDue = false;
    output.flush();
  };
  return {
    write: (line) => {
      output.write(line);
      if (isDue) return;
      isDue = true;
      setTimeout(flush, mostMilliseconds).unref();
    },
  };
};
