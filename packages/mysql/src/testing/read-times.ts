/**
 * Writes the times of row 1 again as row 2 and prints both rows. Run by the tests as a child
 * process with a time zone of its own.
 */
import { insertMany } from '../insert.js';
import { mysql } from '../mysql.js';

const db = mysql(process.argv[2] ?? '');
const [row] = await db.query('SELECT day, at, stamp FROM odd WHERE id = 1');
await insertMany(db, { table: 'odd', rows: [{ id: 2, ...row }] });
process.stdout.write(
  JSON.stringify(await db.query('SELECT id, day, at, stamp FROM odd ORDER BY id')),
);
await db.close();
