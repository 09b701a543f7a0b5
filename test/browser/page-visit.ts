/**
 * What the page's tests share: a whole system, a browser, and for each test one person with one
 * page.
 */
import { readFile } from 'node:fs/promises';
import { waitUntil } from '@longshore/infra';
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import '../support/provided.js';
import { readWorkbook } from '../support/read-workbook.js';
import { type RunningApi, type System, startSystem } from '../support/system.js';

export const PATIENCE_MS = 30_000;

/** Of the test that runs; empty between tests. */
export interface Visit {
  readonly system: System;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly owner: string;
  readonly downloads: readonly Download[];
  open(path: string, place?: { page?: Page; url?: string }): Promise<void>;
  /** Another person's window, or this one's with other settings. */
  newContext(
    owner: string,
    options?: Parameters<Browser['newContext']>[0],
  ): Promise<BrowserContext>;
  /** The window of an operator. */
  newOperator(owner?: string): Promise<BrowserContext>;
  exportState(name: string, page?: Page): Promise<void>;
  pressExport(page?: Page): Promise<void>;
  /** Presses Cancel within `place` and confirms it. */
  pressCancel(place?: Page | Locator): Promise<void>;
  /** Tasks stay queued until the workers are let go on; each test ends with that. */
  pauseWorkers(): void;
  resumeWorkers(): void;
  /** Another API of the same system, with other settings; it ends with the test. */
  startApi(env?: Readonly<Record<string, string>>): Promise<RunningApi>;
  /** Rows of the one file that the browser has downloaded or will. */
  downloaded(): Promise<readonly (readonly unknown[])[]>;
}

/** Starts the system for the tests of one file, and gives each of them a person of its own. */
export function visitPages(browser: Browser | null, env: Readonly<Record<string, string>>): Visit {
  let owners = 0;
  let errors: string[] = [];
  let apis: RunningApi[] = [];
  let downloads: Download[] = [];
  let contexts: BrowserContext[] = [];
  // filled before each test
  const now = {} as { system: System; context: BrowserContext; page: Page; owner: string };

  beforeAll(async () => {
    now.system = await startSystem({ databaseUrl: inject('databaseUrl'), workers: 2, env });
  });
  afterAll(async () => {
    await browser?.close();
    await now.system?.stop();
  });
  beforeEach(async () => {
    [errors, apis, downloads, contexts] = [[], [], [], []];
    now.owner = `person-${++owners}`;
    now.context = await newContext(now.owner);
    now.page = await now.context.newPage();
  });
  afterEach(async ({ task }) => {
    signalWorkers('SIGCONT');
    if (task.result?.state === 'fail') await tellWhatIsSeen();
    await Promise.all(contexts.map((context) => context.close()));
    await Promise.all(apis.map((api) => api.process.stop()));
    expect(errors).toEqual([]);
  });

  async function newContext(
    owner: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<BrowserContext> {
    if (browser === null) throw new Error('unreachable: the suite is skipped without a browser');
    const opened = await browser.newContext({
      locale: 'en-GB',
      extraHTTPHeaders: { 'x-owner': owner },
      acceptDownloads: true,
      // a click that begins before a thing stands still, and ends after it, hits nothing
      reducedMotion: 'reduce',
      ...options,
    });
    contexts.push(opened);
    opened.setDefaultTimeout(PATIENCE_MS);
    opened.on('page', watch);
    return opened;
  }

  function watch(page: Page): void {
    page.on('download', (download) => downloads.push(download));
    page.on('pageerror', (error) => errors.push(error.message));
    // A refused or lost call is told by the browser too; only scripts and the security policy
    // count.
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
        errors.push(line.text());
    });
  }

  /** Why an element did not come is mostly seen on the page where it was awaited. */
  async function tellWhatIsSeen(): Promise<void> {
    for (const page of now.context.pages())
      console.log(`${page.url()}\n${await page.locator('body').innerText()}`);
  }

  function signalWorkers(name: NodeJS.Signals): void {
    for (const worker of now.system.workers) worker.signal(name);
  }

  return {
    get system() {
      return now.system;
    },
    get context() {
      return now.context;
    },
    get page() {
      return now.page;
    },
    get owner() {
      return now.owner;
    },
    get downloads() {
      return downloads;
    },
    newContext,
    newOperator: (owner = 'olga') =>
      newContext(owner, { extraHTTPHeaders: { 'x-owner': owner, 'x-role': 'operator' } }),
    open: async (path, { page = now.page, url = now.system.url } = {}) =>
      void (await page.goto(url + path)),
    exportState: (name, page = now.page) =>
      page.locator(`.export-action[data-state=${name}]`).waitFor(),
    pressExport: (page = now.page) => page.getByRole('button', { name: /^Export [\d]/ }).click(),
    pressCancel: async (place = now.page) => {
      await place.getByRole('button', { name: 'Cancel' }).click();
      const page = 'page' in place ? place.page() : place;
      await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    },
    pauseWorkers: () => signalWorkers('SIGSTOP'),
    resumeWorkers: () => signalWorkers('SIGCONT'),
    startApi: async (extra) => {
      const api = await now.system.startApi(extra);
      apis.push(api);
      return api;
    },
    downloaded: async () => {
      const download = await waitUntil(async () => downloads[0] ?? null, {
        what: 'a download',
        timeoutMs: PATIENCE_MS,
      });
      expect(downloads.length).toBe(1);
      return (await readWorkbook(await readFile(await download.path()))).rows;
    },
  };
}
