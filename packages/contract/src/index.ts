/** The door for servers and workers: the zod schemas, and all that the browser's door has. */
export * from './alarm-schemas.js';
export * from './audit-schemas.js';
export * from './desk-schemas.js';
export * from './header-schemas.js';
export * from './import-policies.js';
export * from './ledger-schemas.js';
export * from './mend-schemas.js';
export * from './preview-schemas.js';
export * from './record-schemas.js';
export * from './retry-schemas.js';
export * from './routine-schemas.js';
export { Counts, Progress } from './schema-parts.js';
export * from './schemas.js';
export * from './statistics-schemas.js';
export * from './zod-free.js';
