/** A store whose calls are spans of the trace that is going on. Used by open-services.ts. */
import type { ObjectStore } from '@longshore/storage';
import { traced } from '@longshore/tracing';

export function observedStore(store: ObjectStore): ObjectStore {
  const named = (operation: string, key: string) =>
    [`store ${operation}`, { 'longshore.file.key': key }] as const;
  return {
    ...store,
    put: (key, source, options) =>
      traced(...named('put', key), () => store.put(key, source, options)),
    stat: (key) => traced(...named('stat', key), () => store.stat(key)),
    read: (key, range, signal) =>
      traced(...named('read', key), () => store.read(key, range, signal)),
    remove: (key) => traced(...named('remove', key), () => store.remove(key)),
    address: (key, options) => traced(...named('address', key), () => store.address(key, options)),
  };
}
