import { defineImport } from '@longshore/executors';
import { upsert } from '@longshore/postgres';
import { Tool } from '../../tool.js';

export default defineImport({
  type: 'tools',
  title: { en: 'Tools', zh: '工具' },
  row: Tool,
  key: 'name',
  save: async (rows, { tx }) => {
    await upsert(tx, { table: 'tools', key: 'name', rows: rows.map(({ value }) => value) });
  },
});
