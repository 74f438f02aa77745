import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { type LoadResult, type Note, sumUp } from "../load/closed-loop.ts";
import { faultName, type Lane } from "../load/http-lane.ts";
import type { Participant } from "./crowd.ts";
import type { OpenSale } from "./sales.ts";

/** What a rush was told. */
export interface Rushed {
  /** Every click that was decided; "sold out" is a decision. */
  readonly load: LoadResult;
  /** How often each decision was told. */
  readonly told: Readonly<Record<string, number>>;
  /** From the first click until the last piece had a ticket; not a number when pieces are left. */
  readonly soldOutSeconds: number;
}

/**
 * Each of the crowd clicks one to five times, as fast as its lane can.
 *
 * @param goesOn the crowd begins again while it says so, and stops in the middle when it no longer does
 */
export const rush = async (
  { id: saleId, lanes, crowd }: OpenSale,
  pieces: number,
  signal: AbortSignal,
  goesOn?: () => boolean,
): Promise<Rushed> => {
  const told = new Map<string, number>();
  const started = performance.now();
  let soldOutSeconds = Number.NaN;
  const hear = (decision: string): void => {
    const times = (told.get(decision) ?? 0) + 1;
    told.set(decision, times);
    if (decision === "admitted" && times === pieces) soldOutSeconds = (performance.now() - started) / 1000;
  };
  const seen = new Set<string>();
  const isOver = (): boolean => signal.aborted || goesOn?.() === false;
  const lane = async (number: number, note: Note): Promise<void> => {
    const [own, all] = [lanes[number], crowd[number] ?? []];
    if (own === undefined) return;
    for (const [i, participant] of all.entries())
      for (let click = 0; click < 1 + ((number + i) % 5) && !isOver(); click += 1) {
        const began = performance.now();
        const { decision, ticket } = await ask(own, saleId, participant);
        if (ticket === undefined || !seen.has(ticket)) hear(decision);
        else hear(`${decision} again`);
        if (ticket !== undefined) seen.add(ticket);
        note(performance.now() - began, decided.has(decision) ? undefined : decision);
      }
  };
  const whole = async (number: number, note: Note): Promise<void> => {
    do await lane(number, note);
    while (goesOn !== undefined && !isOver());
  };
  const load = await sumUp((note) => Promise.all(lanes.map((_, number) => whole(number, note))), signal);
  return { load, told: Object.fromEntries(told), soldOutSeconds };
};

/** What a shopper is told for good. */
const decided: ReadonlySet<string> = new Set(["admitted", "waiting", "sold-out"]);

/** Clicks once, under a key of its own. */
const ask = async (
  lane: Lane,
  saleId: string,
  { headers, token }: Participant,
): Promise<{ readonly decision: string; readonly ticket?: string | undefined }> => {
  try {
    const { status, text } = await lane.send({
      ...{ method: "POST", path: `/v1/sales/${saleId}/asks`, read: true },
      headers: { ...headers, "idempotency-key": randomUUID() },
      body: JSON.stringify({ token }),
    });
    const told = /"(?:state|code)":\s*"([^"]+)"/.exec(text)?.[1];
    return { decision: told ?? String(status), ticket: /"ticketId":"([^"]+)"/.exec(text)?.[1] };
  } catch (error) {
    return { decision: faultName(error) };
  }
};
