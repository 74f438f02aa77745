import { Refusal } from "@caravan/contracts";
import * as v from "valibot";
import type { CartState } from "../use-cases/carts.ts";

const conflict = () => new Refusal({ kind: "conflict", code: "state-conflict", detail: "changed" });

/** The state store in memory, with the behaviour of Redis behind Dapr. */
export class FakeState implements CartState {
  readonly entries = new Map<string, { text: string; version: number; ttlSeconds: number | undefined }>();
  isDown = false;
  /** Refuses writes like a full Redis, which daprd reports as a conflict. */
  isFull = false;
  writes = 0;
  /** Runs once before the next write: the action of another tab. */
  meanwhile: (() => Promise<unknown>) | undefined;

  get: CartState["get"] = async (key, schema) => {
    this.reach();
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    return { value: v.parse(schema, JSON.parse(entry.text)), etag: String(entry.version) };
  };

  save: CartState["save"] = async (key, value, options = {}) => {
    await this.letOthers();
    this.writes += 1;
    if (this.isFull) throw conflict();
    const { etag, ifAbsent, ttlSeconds } = options;
    const version = this.entries.get(key)?.version;
    if (ifAbsent === true && version !== undefined) throw conflict();
    if (etag !== undefined && version !== undefined && String(version) !== etag) throw conflict();
    this.entries.set(key, { text: JSON.stringify(value), version: (version ?? 0) + 1, ttlSeconds });
  };

  delete: CartState["delete"] = async (key, { etag } = {}) => {
    await this.letOthers();
    const version = this.entries.get(key)?.version;
    if (etag !== undefined && version !== undefined && String(version) !== etag) throw conflict();
    this.entries.delete(key);
  };

  private async letOthers(): Promise<void> {
    this.reach();
    const others = this.meanwhile;
    this.meanwhile = undefined;
    await others?.();
  }

  private reach(): void {
    if (this.isDown)
      throw new Refusal({ kind: "unavailable", code: "sidecar-unavailable", detail: "the store is down" });
  }
}
