import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "@caravan/toolchain";

const sign = "// ./caravan bench loop added this and removes it again";

/** A source file that is edited repeatedly, and the response header that shows the serving edit. */
export interface MarkedFile {
  /** Relative to the checkout. */
  file: string;
  header: string;
  /** Adds, or replaces, an end of the file by which every app that contains it sends `header: value`. */
  mark(value: string): Promise<void>;
  /** Removes that end again, also one left by a killed run; other edits stay. */
  restore(): Promise<void>;
}

export const markedFile = (file: string, header: string): MarkedFile => {
  const path = join(checkout, file);
  const write = async (end: string) => {
    const text = await readFile(path, "utf8");
    const changed = `${withoutMark(text)}${end}`;
    if (changed !== text) await writeFile(path, changed);
  };
  return {
    file,
    header,
    mark: (value) => write(markOf(header, value)),
    restore: () => write(""),
  };
};

/** The text before the mark. */
export const withoutMark = (text: string): string => {
  const start = text.indexOf(`\n${sign}`);
  return start < 0 ? text : text.slice(0, start);
};

/** Works in any module of an app: it makes Node's server send the header. */
export const markOf = (header: string, value: string): string => `
${sign}
{
  const { Server } = process.getBuiltinModule("node:http");
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (event: string, ...rest: any[]) {
    if (event === "request") rest[1].setHeader("${header}", "${value}");
    return emit.call(this, event, ...rest);
  };
}
`;
