/** kill -9 of workers that settle a table: the lead of the batch, and its helpers. */
import { query } from '../../support/query.js';
import type { Fault } from '../fault.js';
import { killWorkers } from '../workers.js';

/** Counts what the business's table is given, and makes each page slow enough to be hit. */
const COUNTED = `
  CREATE TABLE settled (order_id bigint NOT NULL);
  CREATE FUNCTION note_settlements() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO settled SELECT order_id FROM fresh;
    PERFORM pg_sleep(0.1);
    RETURN NULL;
  END $$;
  CREATE TRIGGER note_settlements AFTER INSERT ON settlements REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION note_settlements();`;

interface Count {
  readonly n: string;
}

export default {
  does: 'Workers on the lanes of one batch are killed by SIGKILL at random moments, one after the other.',
  promises: 'The batch ends; each record is processed once, and its flag says so.',
  run: async (stage) => {
    const orders = stage.times(20_000, 400_000);
    const system = await stage.system({
      workers: 2,
      env: { SHOP_ORDERS: String(orders), TASK_MAX_ATTEMPTS: '100' },
    });
    await query(system, COUNTED);
    const { taskId } = await system.client().registerBatchTask({ type: 'settle-orders' });
    const kills = await killWorkers(system, stage.times(2, 40));
    const { counts } = await system.finished(taskId, { timeoutMs: 600_000 });
    const count = async (text: string) => Number((await query<Count>(system, text))[0]?.n);
    const all = await count('SELECT count(*) AS n FROM settled');
    const distinct = await count('SELECT count(DISTINCT order_id) AS n FROM settled');
    const atSuccess = await count('SELECT count(*) AS n FROM orders WHERE settle_state = 2');
    const refused = await count('SELECT count(*) AS n FROM orders WHERE amount > 19000');
    const lost = orders - refused - distinct;
    const takenOver = await count('SELECT sum(fence - 1) AS n FROM longshore.batch_lane');
    return {
      runs: kills.length,
      measured: `${lost} lost, ${all - distinct} doubled of ${orders - refused}; ${counts?.failed} failed of ${refused}; lanes taken over ${takenOver} times`,
      holds:
        takenOver > 0 &&
        lost === 0 &&
        all === distinct &&
        atSuccess === all &&
        counts?.succeeded === all &&
        counts.failed === refused &&
        counts.unprocessed === 0,
    };
  },
} satisfies Fault;
