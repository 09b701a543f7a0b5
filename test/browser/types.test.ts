/** The page offers what the business has, and nothing of another business. */
import { describe, expect, test } from 'vitest';
import { builtBusiness } from '../support/built-business.js';
import { openBrowser } from './open-browser.js';
import { visitPages } from './page-visit.js';

const THINGS = builtBusiness('odd-values');
const browser = await openBrowser();

describe.skipIf(browser === null)('the page', () => {
  const visit = visitPages(browser, { SHOP_ORDERS: '20' });
  const { open, startApi } = visit;
  const navigation = () => visit.page.getByRole('navigation').getByRole('link').allTextContents();
  const heading = (name: string) => visit.page.getByRole('heading', { name, level: 1 });

  test('of the shop lists the types that the server names, and begins with the first', async () => {
    await open('/');
    await heading('Orders').waitFor();
    expect(await navigation()).toEqual([
      'Orders',
      'Products',
      'Retail lines',
      'Payments',
      'Book payments',
      'Settle orders',
      'Task centre',
    ]);
    expect(new URL(visit.page.url()).pathname).toBe('/types/orders');
  });

  test('of another business shows its types, not those of the shop', async () => {
    const api = await startApi({ BUSINESS: THINGS });
    await open('/', api);
    await heading('Things').waitFor();
    expect(await navigation()).toEqual(['Things', 'Task centre']);
    await visit.page.getByText('Fill in first: By value.').waitFor();
    await open('/types/orders', api);
    await heading('Not found').waitFor();
  });

  test('says of an address that it does not know that there is no such page', async () => {
    await open('/foo');
    await heading('Not found').waitFor();
    expect(await visit.page.title()).toBe('Not found · Longshore');
  });
});
