/**
 * Looks over a page in phone and desk width, in both colours: axe's findings, and nothing wider.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { PATIENCE_MS } from './page-visit.js';

const WIDTHS = [1280, 360];
/** Colours change nothing else. */
const CONTRAST_ONLY: axe.RunOptions = { runOnly: ['color-contrast'] };

/** `state`: which state of the page, for the message of a failure. */
export async function isClean(page: Page, state: string): Promise<void> {
  const run = <Result>(script: string) => page.evaluate<Result>(script);
  await run(axe.source);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const _theme of ['light', 'dark']) {
      const theme = await run<string>('document.documentElement.dataset.theme');
      await becomesClean(page, { what: `${state}, ${width}, ${theme}`, theme, width });
      // a dialog may lie above it
      await run(`document.querySelector('.switches button:last-child').click()`);
      await page.locator(`html:not([data-theme=${theme}])`).waitFor({ state: 'attached' });
    }
  }
}

/** New sizes and colours come with transitions, which begin some frames later. */
async function becomesClean(page: Page, view: { what: string; theme: string; width: number }) {
  const options = view.theme === 'dark' ? CONTRAST_ONLY : {};
  const check = async () => {
    expect(await seriousFindings(page, options), view.what).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width, view.what).toBe(view.width);
  };
  await vi.waitFor(check, { timeout: PATIENCE_MS });
}

async function seriousFindings(page: Page, options: axe.RunOptions): Promise<string[]> {
  await page.evaluate(
    'Promise.all(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < Infinity).map(({ finished }) => finished.catch(() => undefined)))',
  );
  const found = await page.evaluate<axe.AxeResults>(
    `axe.run(${JSON.stringify({ ...options, resultTypes: ['violations'] })})`,
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    );
}
