/**
 * Views beside the list of tasks, each loaded when it is first shown, so that the first paint waits
 * for none of them. Once the page is idle the others are loaded too: a page that stays open over a
 * deployment finds none of them gone.
 */
import { lazy } from 'react';

const LOADS = {
  task: () => import('./task-page.js'),
  type: () => import('./type-page.js'),
  orders: () => import('./shop/orders-page.js'),
};

export const TaskPage = lazy(async () => ({ default: (await LOADS.task()).TaskPage }));
export const TypePage = lazy(async () => ({ default: (await LOADS.type()).TypePage }));
export const OrdersPage = lazy(async () => ({ default: (await LOADS.orders()).OrdersPage }));
/** Of operators alone. */
export const Desk = lazy(() => import('./desk/desk.js'));

/** Pause between the first paint and the other views. */
const IDLE_MS = 1_500;

/** Loads what was not shown yet. */
export function loadOtherViews(): void {
  setTimeout(() => {
    // what cannot be loaded now is loaded when it is shown
    for (const load of Object.values(LOADS)) load().catch(() => {});
  }, IDLE_MS);
}
