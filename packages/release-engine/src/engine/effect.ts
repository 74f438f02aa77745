import type { Occasion } from "../plan/plan.ts";

/** One thing that is to be done before a phase goes on. Doing it twice does what doing it once does. */
export type Work =
  /** Names a migration of the plan. Answered by `done` or `failed`, as all but weights are. */
  | { readonly do: "run migration"; readonly stage: "expand" | "contract"; readonly migration: string }
  /** Runs the image as v2 without traffic, until it is ready. */
  | { readonly do: "start canary"; readonly image: string }
  /** Runs so many pods of v2, until they are ready: its share takes them. */
  | { readonly do: "scale canary"; readonly image: string; readonly pods: number }
  /** Answered by `compared` or `failed`: whether v2's contracts fit those of every version that serves. */
  | { readonly do: "compare contracts" }
  /** Answered by `moved` or `refused`: writes the weight and follows it until it is in force. */
  | { readonly do: "set weight"; readonly weight: number }
  /** Answered by `moved`: follows a weight that is written. */
  | { readonly do: "verify weight"; readonly weight: number }
  /** Runs the image as v1, with v1's replicas, autoscaler and events, until it is ready; where pods are counted with as many as served before. */
  | { readonly do: "make stable"; readonly image: string; readonly pods?: number }
  /** Runs the version before in v2's place, without traffic, ready to return to: where pods are counted, for everything. */
  | { readonly do: "keep old"; readonly image: string; readonly pods?: number }
  /** Removes what runs as v2; asked only once no request goes there. */
  | { readonly do: "remove canary" }
  /** Customers no longer belong to a version. */
  | { readonly do: "clear cohorts" };

/** What a run asks of the program around it. */
export type Request =
  | Work
  /** Answered by `look`, whose window begins here; the program chooses when it asks. */
  | { readonly do: "query metrics"; readonly from: string }
  /** Answered by `done` or `failed`; nothing waits for it. */
  | { readonly do: "notify"; readonly receiver: string; readonly occasion: Occasion };

/** A request with the id that its answer names. After a restart it is asked again under the same id until it is answered. */
export type Effect = Request & { readonly id: string };
