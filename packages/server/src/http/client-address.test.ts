import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.js';

const from = (remoteAddress: string, forwarded?: string) =>
  clientAddress({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  } as IncomingMessage); // the two parts that are read

test.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['127.0.0.1', 'forged, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
  ['10.0.0.1', '10.1.2.3', '10.1.2.3'],
  ['10.0.0.1', '198.51.100.1:50123, 10.0.0.2:443', '198.51.100.1'],
  ['10.0.0.1', '[2001:db8:1:2::9]:50123, [fd00::1]', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
  ['2001:db8::6', undefined, '2001:db8:0:0::/64'],
  ['::1', '2001:db8:1:2::9', '2001:db8:1:2::/64'],
])('a call of %s, forwarded for %s, is one of %s', (peer, forwarded, address) => {
  expect(from(peer, forwarded)).toBe(address);
});
