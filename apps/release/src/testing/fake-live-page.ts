import { runInNewContext } from "node:vm";
import { liveScript } from "../assets/script-live.ts";

type Listener = (event?: unknown) => unknown;

/** An element as far as the script looks at one. */
class Element {
  dataset: Record<string, string> = {};
  textContent = "";
  className = "";
  id = "";
  replacement: Element | undefined;
  focused = 0;
  heading: Element | undefined;
  readonly found: Record<string, Element[]> = {};
  querySelectorAll(selector: string): Element[] {
    return this.found[selector] ?? [];
  }
  querySelector(selector: string): Element | null {
    return selector === "h1" ? (this.heading ?? null) : (this.found[selector]?.[0] ?? null);
  }
  contains(other: unknown): boolean {
    return other !== undefined && this.found.focus?.[0] === other;
  }
  getAttribute(): null {
    return null;
  }
  closest(): null {
    return null;
  }
  focus(): void {
    this.focused += 1;
  }
  replaceWith(other: Element): void {
    this.replacement = other;
  }
}

const live = (state: string, data: Record<string, string>): Element => {
  const element = new Element();
  element.heading = Object.assign(new Element(), { textContent: state });
  element.dataset = { path: "/releases/rel_1", state, ...data };
  return element;
};

/** What the server answers next. */
export interface Answer {
  readonly status: number;
  readonly state: string;
  /** The release goes on. */
  readonly isMoving?: boolean;
}

/** A page that is open in a browser, and the server's answers to what its script asks. */
export const openLivePage = (data: Record<string, string> = { moving: "" }) => {
  const first = live("observing", data);
  const elements: Record<string, Element> = {
    live: first,
    link: new Element(),
    news: new Element(),
    main: new Element(),
  };
  const asked: string[] = [];
  const waits: number[] = [];
  const timers: Listener[] = [];
  const listeners = new Map<string, Listener>();
  const seconds: Listener[] = [];
  let answer: Answer | "lost" = { status: 200, state: "observing", isMoving: true };
  let now = 0;
  const document = {
    title: "order",
    hidden: false,
    activeElement: undefined as Element | undefined,
    getElementById: (id: string) => (id === "live" ? (first.replacement ?? first) : (elements[id] ?? null)),
    querySelectorAll: () => [],
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
  };
  const scope = {
    document,
    tellTimes: () => {},
    Date: class extends Date {
      static override now = () => now;
    },
    AbortSignal,
    navigator: {},
    CSS: { escape: (text: string) => text },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    setTimeout: (work: Listener, wait: number) => {
      waits.push(wait);
      return timers.push(work);
    },
    clearTimeout: () => {},
    setInterval: (work: Listener) => seconds.push(work),
    fetch: async (path: string) => {
      asked.push(path);
      if (answer === "lost") throw new Error("no network");
      const { status, state, isMoving } = answer;
      return { ok: status === 200, status, text: async () => `${state} ${isMoving ?? false}` };
    },
    DOMParser: class {
      parseFromString = (text: string) => {
        const [state = "", isMoving] = text.split(" ");
        const now = live(state, isMoving === "true" ? { moving: "" } : {});
        return { title: state, getElementById: () => now };
      };
    },
  };
  runInNewContext(liveScript, scope);
  return {
    ...{ asked, waits, elements, document, first },
    answer: (next: Answer | "lost") => {
      answer = next;
    },
    /** Lets the script's next look take place. */
    look: async () => {
      timers.at(-1)?.();
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    /** Lets time pass. */
    pass: (milliseconds: number) => {
      now += milliseconds;
      for (const tick of seconds) tick();
    },
    hide: (isHidden: boolean) => {
      document.hidden = isHidden;
      listeners.get("visibilitychange")?.();
    },
  };
};
