/**
 * Every error code once: its HTTP status, whether a later try can heal it, and its sentence in en
 * and zh.
 * `{name}` is filled from the error's `values`. docs/errors.md is compared with this list by a
 * test.
 */
import { BATCH_ERROR_CODES } from './batch-error-codes.js';
import { GO_ON_ERROR_CODES } from './go-on-error-codes.js';
import { IMPORT_ERROR_CODES } from './import-error-codes.js';
import { POLICY_ERROR_CODES } from './policy-error-codes.js';
import { RETRY_ERROR_CODES } from './retry-error-codes.js';

interface ErrorCodeEntry {
  readonly status: number;
  readonly retryable?: true;
  readonly en: string;
  readonly zh: string;
}

/** Every error code: HTTP status, whether a later try can heal it, sentence in en and zh. */
export const ERROR_CODES = {
  invalid_request: {
    status: 400,
    en: 'The request could not be read: {reason}.',
    zh: '无法读取请求：{reason}。',
  },
  unauthenticated: { status: 401, en: 'Sign in first.', zh: '请先登录。' },
  forbidden: { status: 403, en: 'This needs the role {role}.', zh: '需要角色 {role}。' },
  type_not_allowed: {
    status: 403,
    en: 'You may not start tasks of the type {type}.',
    zh: '您无权发起类型为 {type} 的任务。',
  },
  forbidden_origin: {
    status: 403,
    en: 'A request with the session cookie must come from this site.',
    zh: '携带会话 Cookie 的请求必须来自本站。',
  },
  invalid_address: { status: 403, en: 'This file address is not valid.', zh: '文件地址无效。' },
  not_found: { status: 404, en: 'There is nothing at this address.', zh: '该地址不存在。' },
  task_not_found: { status: 404, en: 'There is no such task.', zh: '任务不存在。' },
  result_not_found: { status: 404, en: 'This task has no such file.', zh: '该任务没有此文件。' },
  method_not_allowed: {
    status: 405,
    en: 'This address takes {allowed}, not {method}.',
    zh: '该地址只接受 {allowed}，不接受 {method}。',
  },
  request_too_slow: {
    status: 408,
    en: 'The request came too slowly and was broken off; try again on a faster line.',
    zh: '请求传输过慢，已中断；请在更快的网络下重试。',
  },
  slot_taken: {
    status: 409,
    en: 'A task of this type is already running: {taskId}.',
    zh: '同类型任务正在进行：{taskId}。',
  },
  ...GO_ON_ERROR_CODES,
  ...RETRY_ERROR_CODES,
  task_not_live: {
    status: 409,
    en: 'A task that is {phase} cannot be stopped.',
    zh: '状态为 {phase} 的任务不能停止。',
  },
  rows_settled: {
    status: 409,
    en: 'Rows of this import were already saved or refused, so it cannot be read differently now; start a new import with these options.',
    zh: '该导入已有行被保存或拒绝，不能再改用其他选项读取；请用这些选项重新导入。',
  },
  address_expired: {
    status: 410,
    en: 'This file address has expired; open the task again.',
    zh: '文件地址已过期，请重新打开任务。',
  },
  file_gone: {
    status: 410,
    en: 'This file is no longer kept; run the task again.',
    zh: '文件已不再保存，请重新运行任务。',
  },
  payload_too_large: {
    status: 413,
    en: 'What was sent is larger than {maxBytes} {maxBytes|byte|bytes}.',
    zh: '发送的内容超过 {maxBytes} 字节。',
  },
  unsupported_media_type: { status: 415, en: 'Send {expected}.', zh: '请发送 {expected}。' },
  invalid_params: { status: 422, en: 'Some parameters are not valid.', zh: '部分参数无效。' },
  unknown_type: {
    status: 422,
    en: 'There is no {kind} type "{type}".',
    zh: '没有类型为 "{type}" 的{kind}任务。',
  },
  unsupported_format: {
    status: 422,
    en: 'The file is neither an .xlsx workbook nor delimited text (.csv); save it as one of them.',
    zh: '该文件既不是 .xlsx 工作簿，也不是分隔文本（.csv），请另存为其中一种。',
  },
  old_workbook: {
    status: 422,
    en: 'The file is an old .xls workbook, or protected by a password; save it as .xlsx without a password.',
    zh: '该文件是旧版 .xls 工作簿或受密码保护，请另存为无密码的 .xlsx。',
  },
  password_protected: {
    status: 422,
    en: 'The workbook is protected by a password; open it in Excel and save it without one.',
    zh: '该工作簿受密码保护，请在 Excel 中打开并另存为无密码的文件。',
  },
  binary_workbook: {
    status: 422,
    en: 'The file is a binary workbook (.xlsb); open it in Excel and save it as .xlsx.',
    zh: '该文件是二进制工作簿（.xlsb），请在 Excel 中打开并另存为 .xlsx。',
  },
  open_document: {
    status: 422,
    en: 'The file is an OpenDocument file (.ods); open it and save it as .xlsx.',
    zh: '该文件是 OpenDocument 文件（.ods），请打开并另存为 .xlsx。',
  },
  other_document: {
    status: 422,
    en: 'The file is a document of another program, not a workbook; send an .xlsx or .csv.',
    zh: '该文件是其他程序的文档，不是工作簿，请上传 .xlsx 或 .csv。',
  },
  web_page: {
    status: 422,
    en: 'The file is a web page named like a workbook; open it in Excel and save it as .xlsx.',
    zh: '该文件是以工作簿命名的网页，请在 Excel 中打开并另存为 .xlsx。',
  },
  web_archive: {
    status: 422,
    en: 'The file is a web page in one file (MHT), named like a workbook; open it in Excel and save it as .xlsx.',
    zh: '该文件是以工作簿命名的单文件网页（MHT），请在 Excel 中打开并另存为 .xlsx。',
  },
  xml_spreadsheet: {
    status: 422,
    en: 'The file is a workbook in the XML of Excel 2003; open it in Excel and save it as .xlsx.',
    zh: '该文件是 Excel 2003 的 XML 表格，请在 Excel 中打开并另存为 .xlsx。',
  },
  owner_file: {
    status: 422,
    en: 'The file is the small one (~$…) by which Excel marks a workbook as open; choose the workbook itself.',
    zh: '该文件是 Excel 打开工作簿时生成的临时文件（~$…），请选择工作簿本身。',
  },
  pdf_file: {
    status: 422,
    en: 'The file is a PDF; send the workbook that it was made from.',
    zh: '该文件是 PDF，请上传生成它的工作簿。',
  },
  image_file: {
    status: 422,
    en: 'The file is a picture; send the workbook itself.',
    zh: '该文件是图片，请上传工作簿本身。',
  },
  compressed_file: {
    status: 422,
    en: 'The file is compressed; unpack it and send the .xlsx or .csv in it.',
    zh: '该文件是压缩文件，请解压后上传其中的 .xlsx 或 .csv。',
  },
  json_document: {
    status: 422,
    en: 'The file is one JSON document; send JSON lines instead: one object in each line, without commas between them.',
    zh: '该文件是一个 JSON 文档，请改为 JSON Lines：每行一个对象，之间不加逗号。',
  },
  bytes_after_archive: {
    status: 422,
    en: 'Other bytes follow the end of the workbook, so it may have been joined or damaged; open it in Excel and save it again.',
    zh: '工作簿末尾之后还有多余的字节，文件可能被拼接或损坏，请在 Excel 中打开并重新保存。',
  },
  encoding_unclear: {
    status: 422,
    en: 'The encoding of the file is not clear: {readings}. Choose one and start again, or save the file as "CSV UTF-8".',
    zh: '无法确定文件的编码：{readings}。请选择其一后重新导入，或另存为“CSV UTF-8”。',
  },
  idempotency_mismatch: {
    status: 422,
    en: 'This Idempotency-Key was used for another request; take a new one.',
    zh: '该 Idempotency-Key 已用于另一个请求，请使用新的值。',
  },
  file_required: {
    status: 422,
    en: 'Attach the file in the field "file", after "type" and "options".',
    zh: '请在 "type" 和 "options" 之后以 "file" 字段上传文件。',
  },
  empty_file: { status: 422, en: 'The uploaded file is empty.', zh: '上传的文件为空。' },
  upload_broken: {
    status: 400,
    en: 'The upload broke off; send it again.',
    zh: '上传中断，请重新上传。',
  },
  rate_limited: {
    status: 429,
    en: 'Too many requests; wait {seconds} s.',
    zh: '请求过多，请等待 {seconds} 秒。',
  },
  internal: { status: 500, en: 'Something went wrong on our side.', zh: '服务器内部错误。' },
  sign_in_unavailable: {
    status: 503,
    retryable: true,
    en: 'The sign-in service cannot be reached; try again shortly.',
    zh: '登录服务暂时不可用，请稍后重试。',
  },
  redis_unavailable: {
    status: 503,
    retryable: true,
    en: 'The task queue cannot be reached; try again shortly.',
    zh: '任务队列暂时不可用，请稍后重试。',
  },
  store_unavailable: {
    status: 503,
    retryable: true,
    en: 'The file store cannot be reached; try again shortly.',
    zh: '文件存储暂时不可用，请稍后重试。',
  },
  store_full: {
    status: 507,
    retryable: true,
    en: 'The file store is full; try again later.',
    zh: '文件存储空间已满，请稍后重试。',
  },
  database_unavailable: {
    status: 503,
    retryable: true,
    en: 'The database cannot be reached; try again shortly.',
    zh: '数据库暂时不可用，请稍后重试。',
  },

  // Why a run ended: these reach a person through the task's message, never as the status of a
  // call.
  too_many_rows: {
    status: 422,
    en: 'More than {maxRows} {maxRows|row|rows}: narrow the selection or split the file.',
    zh: '超过 {maxRows} 行：请缩小范围或拆分文件。',
  },
  too_many_files: {
    status: 422,
    en: 'The rows fall into more than {maxFiles} {maxFiles|file|files}: narrow the selection, or ask for more rows in each.',
    zh: '数据将分成超过 {maxFiles} 个文件：请缩小范围，或增加每个文件的行数。',
  },
  ...IMPORT_ERROR_CODES,
  ...POLICY_ERROR_CODES,
  ...BATCH_ERROR_CODES,
  business_refused: { status: 422, en: '{reason}', zh: '{reason}' },
  column_gone: {
    status: 409,
    en: 'The exports of {type} no longer have the column {column}; choose the columns again.',
    zh: '{type} 的导出已不再有 {column} 列，请重新选择列。',
  },
  rows_lack_columns: {
    status: 500,
    en: 'The rows of {type} lack {columns}; they have {found}.',
    zh: '{type} 的数据行缺少 {columns}；现有 {found}。',
  },
  rows_wrong_type: {
    status: 500,
    en: 'The rows of {type} hold {found} in {column}, which is a column of the kind {kind}.',
    zh: '{type} 的数据行在 {column} 列中含有 {found}，该列的类型为 {kind}。',
  },
  executor_failed: {
    status: 500,
    en: 'The program for this type failed.',
    zh: '该类型的处理程序出错。',
  },
  attempts_exhausted: {
    status: 500,
    en: 'Given up after {attempts} {attempts|attempt|attempts}: {reason}',
    zh: '已尝试 {attempts} 次后放弃：{reason}',
  },
  run_ended: {
    status: 409,
    en: 'This run of the routine ended before: {outcome}.',
    zh: '该次例行任务先前已结束：{outcome}。',
  },
  worker_lost: {
    status: 500,
    retryable: true,
    en: 'The worker was lost in the middle of the run.',
    zh: '处理进程中途丢失。',
  },
  worker_blocked: {
    status: 500,
    retryable: true,
    en: 'The worker was blocked for too long in the middle of the run.',
    zh: '处理进程中途被阻塞过久。',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** A code of `ERROR_CODES`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Whether a word is a code of `ERROR_CODES`. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
