import { defineExport } from '@longshore/executors';
import { allow, Salary } from '../../salaries.js';

export default defineExport({
  type: 'salaries',
  title: { en: 'Salaries', zh: '工资' },
  row: Salary,
  allow,
  async *rows(_query, { caller }) {
    const { owner, role, tenant, claims } = caller;
    yield [
      { name: `${owner} ${role} ${tenant} ${JSON.stringify(claims)}`, salary: '4711' },
      { name: 'nobody', salary: null },
    ];
  },
});
