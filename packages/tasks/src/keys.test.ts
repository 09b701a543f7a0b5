import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BUCKETS, bucketOfOwner, bucketOfTask, crc16, slotKey, taskKeys } from './keys.js';
import { newTaskId } from './task-id.js';

const anyOwner = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });

it('crc16 is the checksum of the Redis Cluster specification', () => {
  expect(crc16('123456789')).toBe(0x31c3);
});

it('all keys of a task and its slot carry one hash tag, before any text of the caller', () => {
  fc.assert(
    fc.property(anyOwner, (owner) => {
      const { life, records, ownerPrefix } = taskKeys(newTaskId(owner));
      const keys = [
        ...life,
        records,
        `${ownerPrefix}${owner}`,
        slotKey({ owner, kind: 'export', type: 'orders' }),
      ];
      for (const key of keys)
        expect(key.startsWith(`longshore:{b${bucketOfOwner(owner)}}:`)).toBe(true);
    }),
  );
});

it('a task id leads to its owner’s bucket, and sorts by time', () => {
  fc.assert(
    fc.property(anyOwner, (owner) => {
      const ids = [newTaskId(owner), newTaskId(owner)];
      for (const id of ids) {
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(bucketOfTask(id)).toBe(bucketOfOwner(owner));
      }
      expect([...ids].sort()).toEqual(ids);
    }),
  );
});

it('owners spread over all buckets', () => {
  const buckets = new Set(Array.from({ length: 2_000 }, (_, i) => bucketOfOwner(`user-${i}`)));
  expect(buckets.size).toBe(BUCKETS);
});

it('a text that is no task id still leads to a bucket', () => {
  for (const text of ['', '../../etc', '中文']) expect(bucketOfTask(text)).toBe(0);
});
