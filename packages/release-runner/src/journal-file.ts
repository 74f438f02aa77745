import { open, readFile } from "node:fs/promises";
import { lineOf, linesOf } from "@caravan/release-engine";
import type { Journal } from "./ports.ts";

/** A release's log as a file of JSON Lines, of which this process is the only writer. */
export const openJournalFile = (file: string): Journal => ({
  async lines() {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    return linesOf(wholeLines(text));
  },
  async repair() {
    const text = await readFile(file, "utf8").catch(() => "");
    const whole = wholeLines(text);
    if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
  },
  async append(entry) {
    const handle = await open(file, "a", 0o600);
    try {
      await handle.appendFile(`${lineOf(entry)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  },
});

/** A line that is not written to its end is being written, or was cut off by a crash and never acted on. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf("\n") + 1);

const truncate = async (file: string, bytes: number): Promise<void> => {
  const handle = await open(file, "r+");
  try {
    await handle.truncate(bytes);
  } finally {
    await handle.close();
  }
};
