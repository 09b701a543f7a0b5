import { defineImport } from '@longshore/executors';
import { allow, Salary } from '../../salaries.js';

export default defineImport({
  type: 'salaries',
  title: { en: 'Salaries', zh: '工资' },
  row: Salary,
  allow,
  save: () => undefined,
});
