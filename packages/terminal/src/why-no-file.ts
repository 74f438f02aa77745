const words: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Look at its path, and from which folder it is meant.",
  ENOTDIR: "a part of its path is no folder. Look at its path.",
  EISDIR: "this is a folder. Name a file in it.",
  EACCES: "you may not read or write it. Run this as the user whose file it is.",
  EEXIST: "it is there already, and is not written over. Name another file, or remove this one first.",
};

/** Why a file cannot be read or written, and what to do; the system's own words where it is rare. */
export const whyNoFile = (error: Error): string =>
  ("code" in error && words[String(error.code)]) || error.message;
