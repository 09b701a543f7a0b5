/** Error codes of tasks that cannot go on, as of `ERROR_CODES`. */

/** Why a task can be neither run again nor confirmed, and its rows not corrected in the page. */
export const GO_ON_ERROR_CODES = {
  task_not_repeatable: {
    status: 409,
    en: 'A task that is {phase} cannot be run again.',
    zh: '状态为 {phase} 的任务不能重新运行。',
  },
  task_not_confirmable: {
    status: 409,
    en: 'Only a preview that is still shown can be confirmed; this task is {phase}.',
    zh: '只能确认尚未过期的预览；该任务状态为 {phase}。',
  },
  rows_not_kept: {
    status: 409,
    en: 'The failed rows of this import are not kept in a database: correct them in its error workbook.',
    zh: '该导入的失败行未保存在数据库中，请在其错误工作簿中更正。',
  },
} as const;
