import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Nothing stands in the way of assistive technology or reaches over the right edge. Soft: one run tells of every page; `what` is its name. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    on: nodes.map(({ target }) => target.join(" ")).slice(0, 5),
  }));
  expect.soft(found, what).toEqual([]);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(over, `${what}: pixels that reach over the edge`).toBeLessThanOrEqual(0);
}
