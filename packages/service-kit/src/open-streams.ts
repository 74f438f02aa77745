import { Refusal } from "@caravan/contracts";
import { streamLifetime } from "./active-requests.ts";
import { type EventReader, EventStream } from "./event-stream.ts";

/** What is followed, and by how many. */
export interface StreamsOptions {
  /** The thing in a sentence: "Too many follow <what> at the moment." */
  readonly what: string;
  /** Most streams of this process. */
  readonly most: number;
  /** Most of one key: enough for the windows of one shopper, without using up the process's limit. */
  readonly mostOfKey: number;
  readonly onCount: (count: number) => void;
}

/** One reader with what is known of it. */
export interface Follower<State> extends EventReader {
  readonly key: string;
  readonly state: State;
}

/** The streams of events of this process, by key. Without a timer of their own: {@link EventStreams.beat} is called once a second. */
export interface EventStreams<State> {
  /** A stream that begins with these messages; the first may be larger than what may wait for a slow reader. It is refused with `streams-exhausted` when it is answered. */
  open(key: string, state: State, first: readonly Uint8Array[]): EventStream;
  /** Those of one key. */
  of(key: string): Iterable<Follower<State>>;
  all(): Iterable<Follower<State>>;
  count(): number;
  /** Once a second: keeps a twentieth of the streams alive, and ends those of them that are old. */
  beat(): void;
  /** Ends every stream and accepts no more: their readers reconnect to another replica. */
  drain(): void;
}

/** Each stream gets a sign of life after so many seconds: far below the 60 s after which the gateway cuts a silent one. */
const turns = 20;

const encoder = new TextEncoder();
const stillHere = encoder.encode(": still here\n\n");
/** A cut stream is opened again after two seconds, and its server may say otherwise later. */
const comeBack = encoder.encode("retry: 2000\n\n");

class Entry<State> implements Follower<State> {
  readonly key: string;
  readonly state: State;
  readonly until: number;
  readonly slot: number;
  private readonly reader: EventReader;
  constructor(key: string, state: State, reader: EventReader, slot: number) {
    this.slot = slot;
    this.key = key;
    this.state = state;
    this.reader = reader;
    // It is looked at once in all turns, so it ends a little later.
    this.until = Date.now() + streamLifetime() - turns * 1000;
  }
  send(chunk: Uint8Array): void {
    this.reader.send(chunk);
  }
  end(): void {
    this.reader.end();
  }
}

/** A stream that is over after these messages, since nothing else can come. It takes the place of no other. */
export const endedStream = (messages: readonly Uint8Array[]): EventStream =>
  new EventStream((reader) => {
    for (const chunk of messages) reader.send(chunk);
    reader.end();
    return () => {};
  });

export const openStreams = <State>({
  what,
  most,
  mostOfKey,
  onCount,
}: StreamsOptions): EventStreams<State> => {
  /** One follower, or several: most keys have one. */
  const byKey = new Map<string, Entry<State> | Set<Entry<State>>>();
  const wheel = Array.from({ length: turns }, () => new Set<Entry<State>>());
  let count = 0;
  let opened = 0;
  let turn = 0;
  let draining = false;

  const exhausted = (retryAfterSeconds: number): Refusal =>
    new Refusal({
      kind: "unavailable",
      code: "streams-exhausted",
      detail: `Too many follow ${what} at the moment. Try again shortly.`,
      retryAfterSeconds,
    });
  const of = (key: string): Iterable<Entry<State>> => {
    const found = byKey.get(key);
    return found === undefined ? [] : found instanceof Entry ? [found] : [...found];
  };
  const add = (entry: Entry<State>): void => {
    const known = [...of(entry.key)];
    if (draining) throw exhausted(1);
    if (count >= most || known.length >= mostOfKey) throw exhausted(10);
    byKey.set(entry.key, known.length === 0 ? entry : new Set([...known, entry]));
    wheel[entry.slot]?.add(entry);
    count += 1;
    onCount(count);
  };
  const remove = (entry: Entry<State>): void => {
    if (!wheel[entry.slot]?.delete(entry)) return;
    const left = [...of(entry.key)].filter((one) => one !== entry);
    if (left.length === 0) byKey.delete(entry.key);
    else byKey.set(entry.key, new Set(left));
    count -= 1;
    onCount(count);
  };
  /** Apart from where the first messages are reachable. */
  const leaving = (entry: Entry<State>) => () => remove(entry);
  const all = function* (): Iterable<Entry<State>> {
    for (const slot of wheel) yield* slot;
  };

  return {
    ...{ of, all, count: () => count },
    open: (key, state, first) =>
      new EventStream((reader) => {
        const entry = new Entry(key, state, reader, opened++ % turns);
        add(entry);
        for (const chunk of [comeBack, ...first]) entry.send(chunk);
        return leaving(entry);
      }),
    beat() {
      const now = Date.now();
      for (const entry of wheel[turn++ % turns] ?? []) {
        if (entry.until <= now) entry.end();
        else entry.send(stillHere);
      }
    },
    drain() {
      draining = true;
      for (const entry of all()) entry.end();
    },
  };
};
