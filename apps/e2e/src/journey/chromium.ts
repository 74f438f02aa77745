import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { shop } from "../harness/shop.ts";
import { barriersOf } from "./barriers.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A desktop: wide, with JavaScript. */
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

/** A phone that runs no scripts. */
export const phone: BrowserContextOptions = {
  javaScriptEnabled: false,
  viewport: { width: 390, height: 844 },
};

/** Generous, since machines are shared. */
const patienceMilliseconds = 90_000;

/** Starts the real Chromium. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

/** A visitor's browser. */
export interface Visitor {
  readonly page: Page;
  /** Errors of the console. */
  readonly faults: string[];
  /** The accessibility barriers of the open page. */
  barriers(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the shop's front page for a new visitor. */
export const newVisitor = async (
  chromium: Browser,
  options: BrowserContextOptions = desk,
): Promise<Visitor> => {
  const baseURL = (await shop()).shop;
  const context = await chromium.newContext({ baseURL, ...options });
  context.setDefaultTimeout(patienceMilliseconds);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error")
      faults.push(`${page.url()}: ${message.text()} ${message.location().url ?? ""}`);
  });
  const scripted =
    options.javaScriptEnabled === false
      ? await chromium.newContext({ ...options, javaScriptEnabled: true })
      : undefined;
  const mirror = await scripted?.newPage();
  await page.goto("/");
  return {
    page,
    faults,
    barriers: () => barriersOf(page, mirror),
    close: async () => {
      await context.close();
      await scripted?.close();
    },
  };
};
