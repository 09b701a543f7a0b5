/** Roles by the three ways of AWS, against endpoints that answer as AWS documents it. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RoleCredentials, type S3Role } from './s3-role.js';
import { createS3Store } from './s3-store.js';

const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString();
const dir = mkdtempSync(join(tmpdir(), 'longshore-role-'));
const tokenFile = join(dir, 'token');

interface Asked {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
let asked: Asked[] = [];
let expiration = IN_AN_HOUR();
let keyNumber = 0;
/** `AccessKeyId`, as AWS spells it. */
const keys = () => ({
  AccessKeyId: `KEY-${++keyNumber}`,
  SecretAccessKey: 'secret',
  Token: 'session-token',
  Expiration: expiration,
});

const server = createServer(async (req, res) => {
  const body = await text(req);
  const { method, url = '', headers } = req;
  asked.push({ method, url, headers, body });
  if (url === '/refused') return void res.writeHead(403).end('no');
  if (url === '/keys') return void res.end(JSON.stringify(keys()));
  if (url === '/latest/api/token') return void res.end('imds-token');
  if (url === '/latest/meta-data/iam/security-credentials/') return void res.end('my-role\n');
  if (url === '/latest/meta-data/iam/security-credentials/my-role')
    return void res.end(JSON.stringify({ Code: 'Success', ...keys() }));
  if (body.startsWith('Action=')) {
    const { Token, ...rest } = keys();
    const fields = Object.entries({ ...rest, SessionToken: Token });
    const xml = fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('');
    return void res.end(
      `<R><AssumeRoleWithWebIdentityResult><Credentials>${xml}</Credentials></AssumeRoleWithWebIdentityResult></R>`,
    );
  }
  res.writeHead(404).end(); // a look-up in the store
});
let origin: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
  writeFileSync(tokenFile, 'web-identity-token\n');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(dir, { recursive: true });
});
beforeEach(() => {
  asked = [];
  expiration = IN_AN_HOUR();
  keyNumber = 0;
});

const role = (given: Partial<S3Role>): S3Role => ({ metadataEndpoint: origin, ...given });
async function keysBy(given: Partial<S3Role>) {
  const lent = await new RoleCredentials(role(given)).getCredentials();
  return [lent.getAccessKey(), lent.getSecretKey(), lent.getSessionToken()];
}
const LENT = ['KEY-1', 'secret', 'session-token'];

test('by the token of a service account, at STS', async () => {
  const webIdentity = {
    tokenFile,
    roleArn: 'arn:x',
    sessionName: 'longshore',
    stsEndpoint: origin,
  };
  expect(await keysBy({ webIdentity })).toEqual(LENT);
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toMatchObject({
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: 'arn:x',
    WebIdentityToken: 'web-identity-token',
  });
});

test('by the address of a container, with its token', async () => {
  expect(await keysBy({ container: { url: `${origin}/keys`, tokenFile } })).toEqual(LENT);
  expect(asked[0]?.headers.authorization).toBe('web-identity-token');
});

test('by the metadata of an instance, version 2', async () => {
  expect(await keysBy({})).toEqual(LENT);
  expect(asked.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET']);
  expect(asked[2]?.headers['x-aws-ec2-metadata-token']).toBe('imds-token');
});

test('many calls ask once, and again when the keys are about to expire', async () => {
  const lent = new RoleCredentials(role({ container: { url: `${origin}/keys` } }));
  expiration = new Date(Date.now() + 60_000).toISOString(); // within the five minutes
  const first = await Promise.all([lent.getCredentials(), lent.getCredentials()]);
  expect(first.map((one) => one.getAccessKey())).toEqual(['KEY-1', 'KEY-1']);
  expect((await lent.getCredentials()).getAccessKey()).toBe('KEY-2');
});

test('a refusal says who refused, and the next call asks again', async () => {
  const container = { url: `${origin}/refused` };
  const lent = new RoleCredentials(role({ container }));
  for (let i = 0; i < 2; i++)
    await expect(lent.getCredentials()).rejects.toThrow(/^127\.0\.0\.1:\d+ gave no keys.* 403$/);
  expect(asked).toHaveLength(2);
});

test('a store signs with the keys of its role, and sends the token of the session', async () => {
  const store = createS3Store({
    endpoint: origin,
    bucket: 'longshore',
    role: role({ container: { url: `${origin}/keys` } }),
  });
  expect(await store.stat('a/b')).toBeNull();
  const { headers } = asked.at(-1) ?? {};
  expect(headers?.authorization).toContain('Credential=KEY-1/');
  expect(headers?.['x-amz-security-token']).toBe('session-token');
});

test('a store without keys is refused at once', () => {
  expect(() => createS3Store({ endpoint: origin, bucket: 'longshore' })).toThrow('or a role');
});
