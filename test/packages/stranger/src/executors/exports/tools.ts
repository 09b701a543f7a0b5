import { defineExport } from '@longshore/executors';
import { keyset, sql } from '@longshore/postgres';
import { Tool } from '../../tool.js';

export default defineExport({
  type: 'tools',
  title: { en: 'Tools', zh: '工具' },
  row: Tool,
  rows: (_params, { db }) =>
    keyset<Tool>(db, { query: sql`SELECT name, price FROM tools`, orderBy: ['name'] }),
});
