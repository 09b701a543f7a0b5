/** The services that the global set-up started are told to tests, and answer. */
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { expect, inject, test } from 'vitest';

test('Redis answers', async () => {
  const { hostname, port } = new URL(inject('redisUrl'));
  const socket = connect(Number(port), hostname);
  socket.write('PING\r\n');
  expect(String(await once(socket, 'data'))).toBe('+PONG\r\n');
  socket.destroy();
});

test('PostgreSQL answers', async () => {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
});

test('the S3 server answers, where one can be had', async ({ skip }) => {
  const s3 = inject('s3');
  if (s3 === null) return skip('no S3 server on this machine');
  const answer = await fetch(s3.endpoint);
  expect(answer.headers.get('content-type')).toContain('xml');
});
