import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";

/** An editor's save is several changes: emptied, written, renamed. They are reported together after this time. */
const restMilliseconds = 20;

/** Folders whose files are watched, not those below them. */
export interface WatchedFolders {
  /** Watches these too. */
  cover(folders: ReadonlySet<string>): void;
  close(): Promise<void>;
}

/**
 * Reports changed files in batches: the next one waits until `onChange` is done with the last.
 *
 * @param onChange must not throw
 */
export const watchFolders = (onChange: (files: readonly string[]) => Promise<void>): WatchedFolders => {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const flush = async () => {
    const files = [...changed];
    changed.clear();
    if (files.length > 0) await onChange(files);
  };
  const note = (file: string) => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(flush);
    }, restMilliseconds);
  };
  return {
    cover(folders) {
      for (const folder of folders) {
        if (watchers.has(folder)) continue;
        const watcher = watch(folder, (_, name) => name !== null && note(join(folder, name)));
        // A folder that is removed ends its watch; the next build covers it again if it is back.
        watcher.on("error", () => watchers.delete(folder));
        watchers.set(folder, watcher);
      }
    },
    async close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      await working;
    },
  };
};
