/// <reference lib="dom" />
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** The narrowest page that has to do without scrolling sideways: 1280 wide, four times as large (WCAG 2.2, 1.4.10). */
const narrowest = 320;

/**
 * What keeps somebody from using the page that is open: whatever axe finds, and having to scroll sideways, at its own width or
 * at the narrowest.
 *
 * @param mirror a page of the same size that runs scripts, as axe must: it is led to where a page without them is
 */
export const barriersOf = async (page: Page, mirror?: Page): Promise<string[]> => {
  const path = new URL(page.url()).pathname;
  if (mirror !== undefined) {
    await mirror.context().addCookies(await page.context().cookies());
    await mirror.goto(page.url());
  }
  const { violations } = await new AxeBuilder({ page: mirror ?? page }).withTags(rules).analyze();
  const found = violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`);
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of [size.width, narrowest]) {
    await page.setViewportSize({ ...size, width });
    const over = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (over > 0) found.push(`${path}: scrolls sideways by ${over} pixels at a width of ${width}`);
  }
  await page.setViewportSize(size);
  return found;
};

/** Scrolls to every picture and waits until it is there. */
export const seePictures = async (page: Page): Promise<void> => {
  for (const picture of await page.locator("main img").all()) {
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0,
      await picture.elementHandle(),
    );
  }
};
