import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";

export type Path = readonly (string | number)[];

/** What is wrong somewhere in a plan, and what to do about it; not yet found in the file. */
export interface Flaw {
  readonly path: Path;
  readonly problem: string;
  readonly remedy: string;
}

/** A fault of a plan's file, with its place. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  /** `steps[1].weight`; empty for the file as a whole. */
  readonly where: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Of faults that a text has by the thousand, the first say enough. */
export const bounded = <One>(faults: readonly One[]): readonly One[] => faults.slice(0, 100);

const showPath = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");

/** A YAML text: its value, its own faults, and where things stand in it. */
export const readYaml = (text: string) => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  /** Where a field begins: its name, or the nearest thing around it that stands in the file. */
  const offsetOf = (path: Path): number => {
    if (path.length === 0) return 0;
    const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    if (isMap(parent))
      for (const { key } of parent.items) if (isScalar(key) && key.value === last) return key.range?.[0] ?? 0;
    const node: unknown = document.getIn(path, true);
    return (isNode(node) ? node.range?.[0] : undefined) ?? offsetOf(path.slice(0, -1));
  };
  const broken: Fault[] = bounded(document.errors).map(({ pos, message }) => ({
    ...{ ...at(pos[0]), where: "", problem: `This is not YAML: ${message}.` },
    remedy: "Mend it first: what follows it was not read.",
  }));
  let value: unknown;
  try {
    value = broken.length > 0 ? undefined : document.toJS();
  } catch (error) {
    // Aliases that would fill the memory.
    const problem = `This cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    broken.push({ ...at(0), where: "", problem, remedy: "Write out what the aliases stand for." });
  }
  const place = ({ path, problem, remedy }: Flaw): Fault => ({
    ...at(offsetOf(path)),
    ...{ where: showPath(path), problem, remedy },
  });
  return { value, broken, place };
};
