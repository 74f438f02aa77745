import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkout } from "@caravan/toolchain";

const sign = "// ./caravan bench loop put this here and takes it away again";

/** A source file that is edited again and again, and the response header that says which edit serves. */
export interface MarkedFile {
  /** Relative to the checkout. */
  file: string;
  header: string;
  /** Adds, or replaces, an end of the file by which every app that contains it sends `header: value`. */
  mark(value: string): Promise<void>;
  /** Takes that end away again, also one that a killed run left; whatever else was edited meanwhile stays. */
  restore(): Promise<void>;
}

export function markedFile(file: string, header: string): MarkedFile {
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
}

/** The text before the mark. */
export function withoutMark(text: string): string {
  const start = text.indexOf(`\n${sign}`);
  return start < 0 ? text : text.slice(0, start);
}

/** Works in any module of an app, whatever the module does: it makes the server of Node itself say it. */
export function markOf(header: string, value: string): string {
  return `
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
}
