/**
 * Every sentence of the components and the custom element, in en and zh. The server's own sentences
 * come from the contract.
 */
import {
  type ExportFormat,
  fill,
  type InLanguages,
  inLanguage,
  type Language,
  type Phase,
} from '@longshore/contract/browser';

/** Every sentence of the components, in one language. */
export interface Texts {
  readonly export: string;
  readonly checking: string;
  readonly registering: string;
  readonly cancel: string;
  readonly download: string;
  readonly downloadAgain: (file: string | null) => string;
  readonly clearing: string;
  readonly tryAgain: string;
  readonly dismiss: string;
  readonly close: string;
  readonly joined: string;
  readonly ready: string;
  readonly expired: string;
  readonly offline: string;
  readonly network: string;
  readonly unauthenticated: string;
  readonly notStarted: (why: string) => string;
  readonly retryIn: (seconds: number) => string;
  readonly rows: (done: number, total: number | null) => string;
  readonly remaining: (ms: number) => string;
  readonly chooseFile: string;
  readonly dropFile: string;
  readonly template: string;
  readonly upload: string;
  readonly uploading: (share: number) => string;
  readonly emptyFile: string;
  readonly wrongFile: (accepted: string) => string;
  readonly tooLarge: (limit: string) => string;
  readonly imported: (succeeded: number, failed: number) => string;
  /** Things that the person should know although nothing failed. */
  readonly notices: (count: number) => string;
  readonly howWritten: string;
  readonly numbers: string;
  readonly dates: string;
  readonly asTheFileShows: string;
  readonly whichReading: string;
  readonly headerInRow: (row: number) => string;
  readonly errorWorkbook: string;
  readonly resultFile: string;
  readonly correctAndRepeat: string;
  readonly tasks: string;
  readonly noTasks: string;
  readonly loadFailed: string;
  readonly more: string;
  readonly retry: string;
  readonly goOn: string;
  readonly type: string;
  readonly state: string;
  readonly progress: string;
  readonly registered: string;
  readonly actions: string;
  readonly phases: Readonly<Record<Phase, string>>;
  readonly kinds: Readonly<Record<'export' | 'import' | 'batch' | 'routine', string>>;
  readonly formats: Readonly<Record<ExportFormat, string>>;
}

const count = (value: number) => value.toLocaleString('en-US');
const rowsInEnglish = (value: number) => fill('{value} {value|row|rows}', { value });

const en: Texts = {
  export: 'Export',
  checking: 'Checking…',
  registering: 'Starting…',
  cancel: 'Cancel',
  download: 'Download',
  downloadAgain: (file) => ['Download again', file].filter(Boolean).join(': '),
  clearing: 'One moment…',
  tryAgain: 'Try again',
  dismiss: 'Dismiss',
  close: 'Close',
  joined: 'Already running, started elsewhere.',
  ready: 'The file is ready.',
  expired: 'The time of this task is over. Start it again.',
  offline: 'No connection to the server.',
  network: 'The server could not be reached. Check your connection and try again.',
  unauthenticated: 'Your session has ended. Sign in again, then try again.',
  notStarted: (why) => `Not started: ${why}`,
  retryIn: (seconds) => `Next try in ${seconds} s.`,
  rows: (done, total) =>
    total === null ? rowsInEnglish(done) : `${count(done)} of ${rowsInEnglish(total)}`,
  remaining: (ms) =>
    ms < 60_000
      ? `about ${Math.ceil(ms / 1_000)} s left`
      : `about ${Math.ceil(ms / 60_000)} min left`,
  chooseFile: 'Choose a file',
  dropFile: 'or drop it here',
  template: 'Download the template',
  upload: 'Import',
  uploading: (share) => `Uploading, ${Math.floor(share * 100)} %`,
  emptyFile: 'This file is empty. Choose another one.',
  wrongFile: (accepted) => `Choose a file of type ${accepted}.`,
  tooLarge: (limit) => `This file is larger than ${limit}. Split it and import the parts.`,
  imported: (succeeded, failed) =>
    failed === 0
      ? `${rowsInEnglish(succeeded)} saved.`
      : `${rowsInEnglish(succeeded)} saved, ${count(failed)} to correct.`,
  notices: (notices) => (notices === 1 ? '1 notice' : `${count(notices)} notices`),
  howWritten: 'How the file is written',
  numbers: 'Numbers',
  dates: 'Dates',
  asTheFileShows: 'as the file shows',
  whichReading: 'Which of these reads right?',
  headerInRow: (row) => `The header is row ${row}`,
  errorWorkbook: 'Download the error workbook',
  resultFile: 'Download the result',
  correctAndRepeat:
    'The error workbook holds the rows that were not saved, each with its reasons. Correct them there and import that file, or correct them here.',
  tasks: 'Tasks',
  noTasks: 'No tasks yet. Start an export or an import and follow it here.',
  loadFailed: 'The tasks could not be loaded.',
  more: 'Show more',
  retry: 'Run again',
  goOn: 'Go on from here',
  type: 'Task',
  state: 'State',
  progress: 'Progress',
  registered: 'Started',
  actions: 'Actions',
  phases: {
    queued: 'Queued',
    running: 'Running',
    retrying: 'Trying again',
    paused: 'Paused',
    previewed: 'To confirm',
    succeeded: 'Done',
    partial: 'Rows to correct',
    failed: 'Failed',
    cancelled: 'Cancelled',
    expired: 'Expired',
  },
  kinds: { export: 'Export', import: 'Import', batch: 'Batch', routine: 'Routine' },
  formats: { xlsx: 'Excel', csv: 'CSV', zip: 'ZIP of Excel files' },
};

const zh: Texts = {
  export: '导出',
  checking: '正在查询…',
  registering: '正在提交…',
  cancel: '取消',
  download: '下载',
  downloadAgain: (file) => ['再次下载', file].filter(Boolean).join('：'),
  clearing: '请稍候…',
  tryAgain: '重试',
  dismiss: '知道了',
  close: '关闭',
  joined: '任务已在别处启动，正在进行。',
  ready: '文件已生成。',
  expired: '任务已过期，请重新发起。',
  offline: '无法连接服务器。',
  network: '无法连接服务器，请检查网络后重试。',
  unauthenticated: '登录已失效，请重新登录后再试。',
  notStarted: (why) => `未能启动：${why}`,
  retryIn: (seconds) => `${seconds} 秒后自动重试。`,
  rows: (done, total) =>
    total === null ? `${count(done)} 行` : `${count(done)} / ${count(total)} 行`,
  remaining: (ms) =>
    ms < 60_000 ? `约剩 ${Math.ceil(ms / 1_000)} 秒` : `约剩 ${Math.ceil(ms / 60_000)} 分钟`,
  chooseFile: '选择文件',
  dropFile: '或拖放到此处',
  template: '下载模板',
  upload: '导入',
  uploading: (share) => `正在上传 ${Math.floor(share * 100)}%`,
  emptyFile: '文件为空，请选择其他文件。',
  wrongFile: (accepted) => `请选择 ${accepted} 类型的文件。`,
  tooLarge: (limit) => `文件超过 ${limit}，请拆分后分批导入。`,
  imported: (succeeded, failed) =>
    failed === 0
      ? `已保存 ${count(succeeded)} 行。`
      : `已保存 ${count(succeeded)} 行，${count(failed)} 行需修正。`,
  notices: (notices) => `${count(notices)} 条提示`,
  howWritten: '文件的书写方式',
  numbers: '数字',
  dates: '日期',
  asTheFileShows: '按文件自动判断',
  whichReading: '以下哪一种显示正确？',
  headerInRow: (row) => `第 ${row} 行为表头`,
  errorWorkbook: '下载错误文件',
  resultFile: '下载结果文件',
  correctAndRepeat: '错误文件中是未保存的行及其原因，修正后直接导入该文件即可；也可在此更正。',
  tasks: '任务',
  noTasks: '还没有任务。发起导出或导入后，可在这里查看进度。',
  loadFailed: '任务加载失败。',
  more: '加载更多',
  retry: '重新运行',
  goOn: '从此处继续',
  type: '任务',
  state: '状态',
  progress: '进度',
  registered: '发起时间',
  actions: '操作',
  phases: {
    queued: '排队中',
    running: '进行中',
    retrying: '重试中',
    paused: '已暂停',
    previewed: '待确认',
    succeeded: '已完成',
    partial: '部分失败',
    failed: '失败',
    cancelled: '已取消',
    expired: '已过期',
  },
  kinds: { export: '导出', import: '导入', batch: '批处理', routine: '例行任务' },
  formats: { xlsx: 'Excel', csv: 'CSV', zip: 'ZIP（多个 Excel）' },
};

const TEXTS: InLanguages<Texts> = { en, zh };

/** The sentences in a language. */
export const textsOf = (language: Language): Texts => inLanguage(TEXTS, language);
