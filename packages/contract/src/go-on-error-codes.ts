/** Error codes of tasks that cannot go on, or back, as of `ERROR_CODES`. */

/** Why a task can be neither run again, confirmed nor undone, and its rows not corrected here. */
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
  not_undoable: {
    status: 409,
    en: 'Only an import can be undone whose type keeps what its rows were before.',
    zh: '只有保留了导入前数据的导入类型才能撤销。',
  },
  task_not_undoable: {
    status: 409,
    en: 'A task that is {phase} cannot be undone.',
    zh: '状态为 {phase} 的任务不能撤销。',
  },
  nothing_to_undo: {
    status: 409,
    en: 'This import has no rows that can be undone: it changed none, or those that it corrected belong to an earlier import, with which they are undone.',
    zh: '该导入没有可撤销的行：未改动任何数据，或其更正的行属于先前的导入，须随先前的导入一并撤销。',
  },
  import_undone: {
    status: 409,
    en: 'This import was undone; import its file anew.',
    zh: '该导入已撤销，如有需要请重新导入文件。',
  },
} as const;
