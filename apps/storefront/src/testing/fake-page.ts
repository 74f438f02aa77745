import { runInNewContext } from "node:vm";
import { timesScript } from "@caravan/pages";
import { liveScript } from "../assets/script-live.ts";
import { streamScript } from "../assets/script-stream.ts";

/** An element of a page, as far as the script uses it. */
export class Element {
  textContent = "";
  className = "";
  hidden = false;
  open = false;
  dataset: Record<string, string> = {};
  children: unknown[] = [];
  /** The results of `querySelector`, by selector. */
  inside: Record<string, Element> = {};
  focused = 0;
  replacement: Element | undefined;
  prepend(child: unknown) {
    this.children.unshift(child);
  }
  append(...children: unknown[]) {
    this.children.push(...children);
  }
  querySelectorAll(): Element[] {
    return [];
  }
  querySelector(selector: string) {
    return this.inside[selector] ?? null;
  }
  contains(other: unknown) {
    return other === this.inside.focus;
  }
  closest(selector: string) {
    return this.inside[selector] ?? null;
  }
  focus() {
    this.focused += 1;
  }
  replaceWith(other: Element) {
    this.replacement = other;
  }
}

/** The event sources that the page opened. */
export class Source {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 1;
  private readonly listeners = new Map<string, (event: unknown) => void>();
  readonly url: string;
  constructor(url: string) {
    this.url = url;
    Source.opened.push(this);
  }
  addEventListener(name: string, listener: (event: unknown) => void) {
    this.listeners.set(name, listener);
  }
  tell(name: string, event: unknown = {}) {
    this.listeners.get(name)?.(event);
  }
  close() {
    this.readyState = Source.CLOSED;
  }
  refuse() {
    this.readyState = Source.CLOSED;
    this.tell("error");
  }
}

/** The broadcast channel of the tabs of one browser. */
export class Channel {
  static all: Channel[] = [];
  /** Messages in flight, when a test holds them back. */
  static held: (() => void)[] | undefined;
  private listener: (event: { data: unknown }) => void = () => {};
  constructor() {
    Channel.all.push(this);
  }
  addEventListener(_: string, listener: (event: { data: unknown }) => void) {
    this.listener = listener;
  }
  postMessage(data: unknown) {
    const deliver = () => {
      for (const other of Channel.all) if (other !== this) other.listener({ data });
    };
    if (Channel.held === undefined) deliver();
    else Channel.held.push(deliver);
  }
}

/** Delivers the messages in flight. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));

const inOrder = ["order", "parcel", "parcel-status", "parcel-events", "refresh", "history"];
const ids = [...inOrder, "news", "main"];
const words = { delivered: "It has been delivered.", event: { delivered: "Delivered" } };

/** An order's page in one state. */
export const pageOf = (status: string, last: string, title: string) => {
  const elements = Object.fromEntries(ids.map((id) => [id, new Element()]));
  const heading = new Element();
  heading.textContent = title;
  Object.assign(elements.order ?? {}, {
    dataset: {
      path: "/orders/ord_1",
      look: "/orders/ord_1",
      state: status,
      ...(status === "delivered" ? {} : { moving: "" }),
    },
    inside: { h1: heading },
  });
  Object.assign(elements.parcel ?? {}, {
    dataset: { shipment: "shp_1", last, words: JSON.stringify(words) },
  });
  return { elements, title };
};

/** A page that is open: its elements, its timers, what it fetched. `next` is the shop's answer from now on. */
export const openPage = (refreshStatus: number, next = pageOf("dispatched", "2", "On its way")) => {
  Source.opened = [];
  Channel.all = [];
  Channel.held = undefined;
  const page = openTab(refreshStatus, next);
  page.ask();
  return page;
};

/** Another page of the same browser. */
export const openTab = (refreshStatus: number, next = pageOf("dispatched", "2", "On its way")) => {
  const { elements } = pageOf("dispatched", "2", "On its way");
  const timers: (() => void)[] = [];
  const cancelled = new Set<number>();
  const events = new Map<string, () => void>();
  const cookies: string[] = [];
  const fetched: string[] = [];
  const find = (id: string) =>
    (elements.order?.replacement && inOrder.includes(id) ? next : { elements }).elements[id] ?? null;
  const document = {
    title: "",
    hidden: false,
    set cookie(text: string) {
      cookies.push(text);
    },
    addEventListener: (name: string, listener: () => void) => events.set(name, listener),
    querySelectorAll: () => [],
    activeElement: undefined as Element | undefined,
    getElementById: find,
    createElement: () => new Element(),
  };
  const scope = {
    document,
    location: { pathname: "/orders/ord_1/cancel" },
    history: { replaceState: () => {} },
    EventSource: Source,
    BroadcastChannel: Channel,
    addEventListener: () => {},
    DOMParser: class {
      parseFromString = () => ({
        title: next.title,
        getElementById: (id: string) => next.elements[id] ?? null,
      });
    },
    fetch: async (path: string) => {
      fetched.push(path);
      return { ok: path.startsWith("/orders/"), status: refreshStatus, text: async () => "" };
    },
    setTimeout: (work: () => void) => timers.push(work),
    clearTimeout: (timer: number) => cancelled.add(timer),
  };
  runInNewContext(timesScript + streamScript + liveScript, { ...scope, window: scope });
  /** The timer of the latest reload is the one before the latest request for a stream. */
  const run = (timer: number) => (cancelled.has(timer) ? undefined : timers[timer - 1]?.());
  return {
    elements,
    next: next.elements,
    timers,
    fetched,
    document,
    cookies,
    /** Lets the time pass in which another tab might answer that it has the stream. */
    ask: () => run(timers.length),
    look: () => run(timers.length - 1),
    show: (isShown: boolean) => {
      document.hidden = !isShown;
      events.get("visibilitychange")?.();
    },
  };
};
