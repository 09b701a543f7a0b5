/**
 * A batch as it is usually written: one connection, pages by key, a transaction a page, and for
 * each record the statements that it needs. It does what settle-orders of the shop does.
 */
import pg from 'pg';

const PAGE_ROWS = 100;
const APPROVAL_ABOVE = 19_000;
const SLOW_EVERY = 4_999;

interface Order {
  readonly id: string;
  readonly amount: string;
}

/** Settles all orders; those whose rate did not come are tried once more. */
export async function settleByUsualLoop(connectionString: string): Promise<void> {
  const db = new pg.Client({ connectionString });
  await db.connect();
  try {
    await settleAll(db, 0);
    await settleAll(db, 3);
  } finally {
    await db.end();
  }
}

async function settleAll(db: pg.Client, state: number): Promise<void> {
  for (let last = '0'; ; ) {
    await db.query('BEGIN');
    const { rows } = await db.query<Order>(
      'SELECT id, customer_id, amount FROM orders WHERE settle_state = $1 AND id > $2 ORDER BY id LIMIT $3',
      [state, last, PAGE_ROWS],
    );
    for (const order of rows) await settle(db, order, state);
    await db.query('COMMIT');
    last = rows.at(-1)?.id ?? last;
    if (rows.length < PAGE_ROWS) return;
  }
}

async function settle(db: pg.Client, { id, amount }: Order, state: number): Promise<void> {
  if (Number(id) % SLOW_EVERY === 0 && state === 0)
    return mark(db, id, 3, 'the service of the rates did not answer in time');
  if (Number(amount) > APPROVAL_ABOVE)
    return mark(db, id, 4, 'is above 19,000.00: the treasury must approve it');
  await db.query('INSERT INTO settlements (order_id, fee) VALUES ($1, $2)', [id, feeOf(amount)]);
  return mark(db, id, 2, null);
}

async function mark(
  db: pg.Client,
  id: string,
  state: number,
  remark: string | null,
): Promise<void> {
  await db.query('UPDATE orders SET settle_state = $1, settle_remark = $2 WHERE id = $3', [
    state,
    remark,
    id,
  ]);
}

function feeOf(amount: string): number {
  const cents = Math.round(Number(amount) * 100);
  return Math.max(10, Math.round((cents * 6) / 1_000)) / 100;
}
