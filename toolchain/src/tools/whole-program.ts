import { open } from "node:fs/promises";

const segmentSize = 56;

/**
 * Says whether a 64-bit ELF program is as long as its own header says. After a power cut a file may be shorter, or
 * empty, although it has got its name; such a program fails with a message that does not name the cause.
 */
export const isWholeProgram = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const header = Buffer.alloc(64);
    if ((await handle.read(header, 0, 64, 0)).bytesRead < 64) return false;
    if (header.toString("latin1", 0, 4) !== "\x7fELF") return false;
    const [start, count] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(56)];
    const table = Buffer.alloc(count * segmentSize);
    if ((await handle.read(table, 0, table.length, start)).bytesRead < table.length) return false;
    return [...Array(count).keys()].every((i) => {
      const segment = table.subarray(i * segmentSize);
      return Number(segment.readBigUInt64LE(8) + segment.readBigUInt64LE(32)) <= size;
    });
  } finally {
    await handle.close();
  }
};
