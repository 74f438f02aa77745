/// <reference lib="dom" />
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** The narrowest width without horizontal scrolling: 1280 at a zoom of four (WCAG 2.2, 1.4.10). */
const narrowest = 320;

/**
 * The accessibility barriers of the open page: findings of axe, and horizontal scrolling at its own width or
 * at the narrowest.
 *
 * @param mirror a page of the same size with scripts, which axe needs: it opens the address of a page without them
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

/** Scrolls to every picture and waits until it is loaded. */
export const seePictures = async (page: Page): Promise<void> => {
  for (const picture of await page.locator("main img").all()) {
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0,
      await picture.elementHandle(),
    );
  }
};
