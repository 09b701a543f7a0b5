/** The door: the database of a business, and the SQL helpers that its executors use. */
export type { KeyedTable, KeysetQuery, SqlText } from '@longshore/database';
export type { MysqlConfig } from './connections.js';
export { currentRows, removeRows, upsertInto } from './current-rows.js';
export { type InsertOptions, insertMany, type UpsertOptions, upsert } from './insert.js';
export { keyset } from './keyset.js';
export { type MysqlDatabase, mysql } from './mysql.js';
export { allOf, named, sql } from './sql.js';
