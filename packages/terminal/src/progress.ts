import { styleText } from "node:util";

/** Names the steps of a long command and how long each takes. Steps may run at the same time. */
export interface Progress {
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** The finished steps, in the order of their ends. */
  done: { name: string; seconds: number }[];
}

/**
 * Prints one line per finished step. On a terminal a last line shows the running steps; elsewhere (a log) no line is rewritten.
 */
export const showProgress = (stream: NodeJS.WriteStream = process.stderr): Progress => {
  const started = Date.now();
  const running = new Map<string, number>();
  const done: Progress["done"] = [];
  const seconds = (since: number) => (Date.now() - since) / 1000;
  const clear = () => stream.isTTY && stream.write("\r\x1b[K");
  const show = () => {
    if (!stream.isTTY || running.size === 0) return;
    const names = [...running].map(([name, since]) => `${name} ${seconds(since).toFixed(0)} s`).join(", ");
    const line = `${seconds(started).toFixed(0).padStart(4)} s  … ${names}`;
    stream.write(`\r\x1b[K${styleText("dim", line.slice(0, (stream.columns || 80) - 1), { stream })}`);
  };
  const ticker = setInterval(show, 500);
  ticker.unref();
  return {
    done,
    async step(name, work) {
      const since = Date.now();
      running.set(name, since);
      show();
      let mark = styleText("green", "✓", { stream });
      try {
        return await work();
      } catch (error) {
        mark = styleText("red", "✗", { stream });
        throw error;
      } finally {
        running.delete(name);
        done.push({ name, seconds: seconds(since) });
        clear();
        stream.write(
          `${seconds(started).toFixed(1).padStart(6)} s  ${mark} ${name} (${seconds(since).toFixed(1)} s)\n`,
        );
        show();
      }
    },
  };
};
