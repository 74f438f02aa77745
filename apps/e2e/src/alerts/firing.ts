/** What a message says of an alert. */
export type Saying = "firing" | "resolved";

/** An alert that a fault fires. */
export interface Firing {
  readonly alert: string;
  /** Words of its message, the service or other part first. */
  readonly words: readonly string[];
  /** Its labels, where several alerts share a name. */
  readonly labels?: Readonly<Record<string, string>>;
}
