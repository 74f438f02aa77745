import type { Judgement } from "../judge/judgement.ts";
import type { Command } from "./input.ts";

/** Why a decision is what it is. All of it is data: `sentenceOf` makes words of it. */
export type Reason =
  | {
      readonly because: "command";
      readonly command: Command;
      readonly actor: string;
      readonly reason: string;
    }
  | { readonly because: "started"; readonly actor: string; readonly reason: string }
  | { readonly because: "verdict"; readonly verdict: Judgement["verdict"]; readonly rule: string }
  /** The judge is content, the step of the plan asks for more requests. */
  | { readonly because: "few requests"; readonly canary: number; readonly minimum: number }
  | { readonly because: "deadline"; readonly milliseconds: number; readonly missing: number | null }
  | { readonly because: "outage"; readonly since: string; readonly reason: string }
  | {
      readonly because: "split";
      readonly planned: number;
      readonly canary: number;
      readonly all: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly because: "edited"; readonly planned: number; readonly found: readonly (number | null)[] }
  | { readonly because: "killed"; readonly times: number; readonly last: string }
  /** So many are open on the version that gets no requests any more. */
  | { readonly because: "streams"; readonly version: "v1" | "v2"; readonly left: number }
  | {
      readonly because: "refused";
      readonly version: "v1" | "v2";
      readonly weight: number;
      readonly reason: string;
    }
  | {
      readonly because: "behind";
      readonly weight: number;
      readonly stages: readonly {
        readonly name: string;
        readonly of: number;
        readonly behind: readonly string[];
      }[];
    }
  | { readonly because: "failed"; readonly work: string; readonly reason: string }
  /** Nothing says whether it failed: no data holds, and is no failure. */
  | { readonly because: "unknown"; readonly work: string; readonly reason: string }
  | { readonly because: "approval"; readonly given: readonly string[]; readonly people: number }
  | { readonly because: "no approver"; readonly actor: string; readonly approvers: readonly string[] }
  | { readonly because: "same person"; readonly actor: string }
  /** The train lets the step end, not a person. */
  | { readonly because: "train" }
  | { readonly because: "passed"; readonly actor: string; readonly reason: string }
  /** Contracts were compared, and nothing new was found. */
  | { readonly because: "fits"; readonly versions: number; readonly accepted: number }
  | { readonly because: "unfit"; readonly findings: readonly string[] }
  /** A person lets it go on with what was found; with nothing, when contracts could not be compared. */
  | { readonly because: "accepted"; readonly findings: readonly string[] }
  /** These are next, and take a person's word. */
  | { readonly because: "contract"; readonly migrations: readonly string[] }
  | { readonly because: "contracted"; readonly migration: string }
  | { readonly because: "soaked"; readonly milliseconds: number }
  | { readonly because: "clock back"; readonly milliseconds: number }
  | { readonly because: "clock leap"; readonly milliseconds: number; readonly counted: number }
  /** The end of the log comes near: what is left of it is kept. */
  | { readonly because: "log"; readonly entries: number; readonly most: number }
  | {
      readonly because: "abandoned";
      readonly actor: string;
      readonly reason: string;
      readonly stopped: string;
      /** The weights stay as they are. */
      readonly kept?: true;
    }
  | { readonly because: "restarted"; readonly again: readonly string[] }
  /** An answer to an effect that no phase waits for any more, or a window that was counted already. */
  | {
      readonly because: "ignored";
      readonly what: "answer" | "window" | "edit" | "start" | "kill" | "streams";
    }
  | { readonly because: "impossible"; readonly command: Command | "pass"; readonly phase: string };
