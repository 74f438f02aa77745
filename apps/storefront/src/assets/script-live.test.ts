import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { liveScript } from "./script-live.ts";

class Element {
  textContent = "";
  hidden = false;
  dataset: Record<string, string> = {};
  children: unknown[] = [];
  prepend(child: unknown) {
    this.children.unshift(child);
  }
  append(...children: unknown[]) {
    this.children.push(...children);
  }
}

class Source {
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
  refuse() {
    this.readyState = Source.CLOSED;
    this.tell("error");
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A page that is open: its elements, its timers, what it fetched. */
const openPage = (refreshStatus: number) => {
  Source.opened = [];
  const ids = ["order", "news", "parcel", "parcel-status", "parcel-events", "parcel-refresh"];
  const elements = Object.fromEntries(ids.map((id) => [id, new Element()]));
  const words = { delivered: "It has been delivered.", event: { delivered: "Delivered" } };
  Object.assign(elements.parcel ?? {}, {
    dataset: { shipment: "shp_1", last: "2", words: JSON.stringify(words) },
  });
  const timers: (() => void)[] = [];
  const fetched: string[] = [];
  const scope = {
    document: {
      getElementById: (id: string) => elements[id] ?? null,
      createElement: () => new Element(),
    },
    location: { pathname: "/orders/ord_1" },
    EventSource: Source,
    fetch: async (path: string) => {
      fetched.push(path);
      return { ok: false, status: refreshStatus };
    },
    setTimeout: (work: () => void) => timers.push(work),
    clearTimeout: () => {},
  };
  runInNewContext(liveScript, { ...scope, window: scope });
  return { elements, timers, fetched };
};

const delivered = (number: number) => ({
  data: JSON.stringify({
    shipmentId: "shp_1",
    status: "delivered",
    estimate: null,
    event: { number, kind: "delivered", place: "<b>", at: "2026-11-21T12:00:00.000Z" },
  }),
});

describe("the live script", () => {
  let page: ReturnType<typeof openPage>;
  beforeEach(() => {
    page = openPage(204);
  });

  test("opens the stream after what the page shows, and adds each event once, as text", () => {
    const [source] = Source.opened;
    expect(source?.url).toBe("/v1/shipments/shp_1/events?lastEventId=2");
    for (const number of [2, 3, 3]) source?.tell("shipment", delivered(number));
    expect(page.elements["parcel-events"]?.children).toHaveLength(1);
    expect(page.elements["parcel-status"]?.textContent).toBe("It has been delivered.");
  });

  test("leaves a broken connection to the browser, which resumes it with Last-Event-ID", async () => {
    Source.opened[0]?.tell("error");
    await settle();
    expect(page.fetched).toEqual([]);
    expect(Source.opened).toHaveLength(1);
  });

  test("after a refusal renews the session and goes on after the last event", async () => {
    Source.opened[0]?.tell("shipment", delivered(3));
    Source.opened[0]?.refuse();
    await settle();
    expect(page.fetched).toEqual(["/session/refresh"]);
    page.timers.at(-1)?.();
    expect(Source.opened[1]?.url).toBe("/v1/shipments/shp_1/events?lastEventId=3");
  });

  test("stops when the session has ended, and says so", async () => {
    page = openPage(401);
    Source.opened[0]?.refuse();
    await settle();
    expect(page.timers).toEqual([]);
    expect(page.elements.news?.textContent).toContain("Your session has ended");
  });
});
