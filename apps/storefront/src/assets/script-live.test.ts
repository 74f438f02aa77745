import { beforeEach, describe, expect, test } from "vitest";
import { Channel, Element, openPage, openTab, pageOf, Source, settle } from "../testing/fake-page.ts";

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

  test("opens the stream after the last event of the page, and adds each event once, as text", () => {
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

  test("stops with a message when the session has ended", async () => {
    page = openPage(401);
    Source.opened[0]?.refuse();
    await settle();
    expect(page.timers).toHaveLength(2);
    expect(page.elements.news?.textContent).toContain("Your session has ended");
  });

  test("sends the browser's time zone to the shop", () => {
    expect(page.cookies).toEqual([expect.stringMatching(/^caravan-zone=[A-Za-z%_0-9-]+; Path=\/; Max-Age=/)]);
  });

  describe("in several tabs", () => {
    const streams = () => Source.opened.filter(({ readyState }) => readyState !== Source.CLOSED);

    test("opens one stream for all of them, and passes each tab the events of its parcel", () => {
      const tabs = Array.from({ length: 8 }, () => openTab(204));
      for (const tab of tabs) tab.ask();
      expect(streams()).toHaveLength(1);
      streams()[0]?.tell("shipment", delivered(3));
      for (const { elements } of [page, ...tabs]) expect(elements["parcel-events"]?.children).toHaveLength(1);
    });

    test("closes it in a hidden tab, and another tab opens it", () => {
      const tab = openTab(204);
      tab.ask();
      const [first] = streams();
      page.show(false);
      expect(first?.readyState).toBe(Source.CLOSED);
      tab.ask();
      expect(streams()).toHaveLength(1);
      tab.show(false);
      expect(streams()).toHaveLength(0);
    });

    test("reopens it when a tab becomes visible", async () => {
      page.show(false);
      page.show(true);
      for (let i = 0; i < 5; i++) await settle();
      page.ask();
      expect(page.fetched).toEqual(["/orders/ord_1"]);
      expect(streams()).toHaveLength(1);
    });

    test("keeps one when two tabs opened theirs at the same time", () => {
      page.show(false);
      const tabs = [openTab(204), openTab(204)];
      Channel.held = [];
      for (const tab of tabs) tab.ask();
      expect(streams()).toHaveLength(2);
      for (let message = Channel.held.shift(); message !== undefined; message = Channel.held.shift())
        message();
      expect(streams()).toHaveLength(1);
    });
  });

  describe("when the order has moved on", () => {
    const look = async () => {
      page.look();
      for (let i = 0; i < 5; i++) await settle();
    };
    beforeEach(() => {
      page = openPage(204, pageOf("delivered", "4", "Your order has arrived"));
    });

    test("fetches the order's own page, even from a refused form's, and replaces the content", async () => {
      await look();
      expect(page.fetched).toEqual(["/orders/ord_1"]);
      expect(page.elements.order?.replacement).toBe(page.next.order);
      expect(page.document.title).toBe("Your order has arrived");
      expect(page.elements.news?.textContent).toContain("Your order has arrived");
    });

    test("keeps the history open and the focus on the page", async () => {
      const { elements } = page;
      Object.assign(elements.history ?? {}, { open: true });
      page.document.activeElement = new Element();
      Object.assign(elements.order?.inside ?? {}, { focus: page.document.activeElement });
      await look();
      expect(page.next.history?.open).toBe(true);
      expect(page.elements.main?.focused).toBe(1);
    });

    test("ends the stream when nothing more can happen", async () => {
      await look();
      expect(Source.opened).toHaveLength(1);
      expect(Source.opened[0]?.readyState).toBe(Source.CLOSED);
    });

    test.each([
      [
        "a form that is unfolded",
        () => Object.assign(page.elements.order?.inside ?? {}, { "details[open] form": new Element() }),
      ],
      [
        "something that is being typed",
        () => {
          page.document.activeElement = new Element();
          page.document.activeElement.inside.form = new Element();
        },
      ],
    ])("only announces it over %s", async (_, begin) => {
      begin();
      await look();
      expect(page.elements.order?.replacement).toBeUndefined();
      expect(page.elements.news).toMatchObject({
        className: "news",
        textContent: "This order has moved on. ",
      });
    });
  });
});
