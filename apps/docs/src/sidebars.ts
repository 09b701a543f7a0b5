/**
 * The order of the pages, for four readers: engineer, front-end engineer, clerk's desk, operator.
 */
import { doors } from './doors.js';

const page = (text: string, name: string) => ({ text, link: `/${name}` });

export const englishSidebar = [
  {
    text: 'Back-end engineer',
    items: [
      page('Start', 'start'),
      page('A type of your own', 'own-type'),
      page('Imports', 'imports'),
      page('When rows fail', 'import-policies'),
      page('Result files', 'result-files'),
      page('Batches', 'batches'),
      page('Routines', 'routines'),
      page('Retryable calls', 'retries'),
      page('Tests', 'testing'),
    ],
  },
  {
    text: 'Front-end engineer',
    items: [
      page('Embedding', 'embedding'),
      page('Life of a task', 'task-life'),
      page('OpenAPI', 'openapi'),
      page('Error codes', 'errors'),
    ],
  },
  {
    text: "Clerk's desk",
    items: [
      page('What files are understood', 'what-longshore-understands'),
      page('Previews', 'previews'),
      page('The error workbook', 'error-workbook'),
      page('Undo', 'undo'),
      page('The desk', 'desk'),
    ],
  },
  {
    text: 'Operator',
    items: [
      page('Deploy', 'deploy'),
      page('Operate', 'operations'),
      page('Alarms', 'alarms'),
      page('Promises', 'promises'),
      page('Compatibility', 'compatibility'),
      page('Performance', 'performance'),
      page('Scale', 'scale'),
    ],
  },
  {
    text: 'Reference',
    collapsed: true,
    items: doors().map(({ title, page: name }) => page(title, `reference/${name}`)),
  },
];

export const chineseSidebar = [
  {
    text: '入门',
    items: [
      page('开始', 'zh/start'),
      page('自己的类型', 'zh/own-type'),
      page('导入', 'zh/imports'),
      page('批处理', 'zh/batches'),
    ],
  },
  { text: '英文文档', items: [page('全部页面', 'start')] },
];
