import type { Page } from "playwright-core";
import { until } from "../harness/until.ts";

/** A browser opens no more connections than this to a shop without HTTP/2. */
const connections = 6;

/**
 * Opens the current page in so many further tabs that they would use all connections of the browser if each kept one; returns
 * them once no more than one stream is left, and one more page has been loaded.
 */
export const openManyTabs = async (page: Page): Promise<Page[]> => {
  const context = page.context();
  const streams = new Set<unknown>();
  context.on("request", (request) => request.url().includes("/events?") && streams.add(request));
  context.on("requestfinished", (request) => streams.delete(request));
  context.on("requestfailed", (request) => streams.delete(request));
  const tabs: Page[] = [];
  while (tabs.length < connections + 2) {
    const tab = await context.newPage();
    await tab.goto(page.url(), { timeout: 20_000 });
    tabs.push(tab);
  }
  await until("the tabs have agreed on one stream", async () => (streams.size <= 1 ? true : undefined));
  await tabs[0]?.goto("/", { timeout: 20_000 });
  await tabs[0]?.goBack();
  return tabs;
};
