import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { type MysqlDatabase, mysql } from './mysql.js';

const serverUrl = inject('mariadbUrl');

let server: FreshDatabase;
let db: MysqlDatabase;
beforeAll(async () => {
  if (serverUrl === null) return;
  server = await freshDatabase(serverUrl);
  db = mysql(server.url);
  await db.query('CREATE TABLE `odd ``name``` (a int, `b c` int, UNIQUE two (`b c`, a))');
  await db.query('CREATE TABLE part (a varchar(20), UNIQUE start_of (a(3)))');
  await db.query('CREATE TABLE other (x int PRIMARY KEY)');
  await db.query('CREATE TABLE telling (y int PRIMARY KEY)');
  await db.query(
    'CREATE TRIGGER tells AFTER INSERT ON telling FOR EACH ROW INSERT INTO other VALUES (1)',
  );
});
afterAll(async () => {
  await db?.close();
  await server?.drop();
});

describe.skipIf(serverUrl === null)('a duplicate on MariaDB', () => {
  const columnsOf = async (statement: string) => {
    const error: unknown = await db.query(statement).then(
      () => expect.unreachable('stored'),
      (reason: unknown) => reason,
    );
    const fault = db.faultOf(error);
    return fault.kind === 'row' && fault.refusal === 'duplicate' ? fault.values : fault;
  };

  it.each([
    ['INSERT INTO `odd ``name``` VALUES (1, 1), (1, 1)', { columns: 'b c, a' }],
    [' insert  high_priority INTO other VALUES (3), (3)', { columns: 'x' }],
    ["INSERT INTO part VALUES ('abcd'), ('abce')", {}],
    ['INSERT INTO telling VALUES (1), (2)', {}],
  ])('is told with its columns where they are sure: %s', async (statement, values) => {
    expect(await columnsOf(statement)).toEqual(values);
  });

  it('is told for a table of another schema', async () => {
    const schema = new URL(server.url).pathname.slice(1);
    const statement = `INSERT INTO \`${schema}\`.other VALUES (7), (7)`;
    expect(await columnsOf(statement)).toEqual({ columns: 'x' });
  });
});
