/** Error codes of batches over tables, as of `ERROR_CODES`. */

/** Why a batch does not begin, or cannot go on. */
export const BATCH_ERROR_CODES = {
  batch_held: {
    status: 409,
    en: 'Task {taskId} works an ordered batch of the type {type}; a second one would break the order.',
    zh: '任务 {taskId} 正在按顺序处理类型为 {type} 的批次；再启动一个会打乱顺序。',
  },
  batch_needs_database: {
    status: 422,
    en: 'A batch works on a table; this business has no database.',
    zh: '批次需要处理数据表；该业务没有数据库。',
  },
  batch_table_missing: {
    status: 422,
    en: 'The database has no table {table}.',
    zh: '数据库中没有表 {table}。',
  },
  batch_column_missing: {
    status: 422,
    en: 'The table {table} has no column {column}.',
    zh: '表 {table} 中没有列 {column}。',
  },
  batch_key_nullable: {
    status: 422,
    en: 'The column {column} of {table} may be null; a batch needs a key that is NOT NULL.',
    zh: '表 {table} 的列 {column} 允许为空；批次的键必须为 NOT NULL。',
  },
  batch_key_null: {
    status: 422,
    en: '{rows} {rows|record|records} of {table} {rows|has|have} no value in the key {column}.',
    zh: '表 {table} 有 {rows} 条记录的键 {column} 为空。',
  },
  batch_key_repeated: {
    status: 422,
    en: 'The key {column} of {table} is not unique: {rule}.',
    zh: '表 {table} 的键 {column} 不唯一：{rule}。',
  },
  batch_flag_unfit: {
    status: 422,
    en: 'The column {column} of {table} ({kind}) cannot hold the flag {value}.',
    zh: '表 {table} 的列 {column}（{kind}）无法保存标志 {value}。',
  },
  batch_flag_unknown: {
    status: 422,
    en: 'Records of {table} hold {value} in {column}, which is none of the flags of the batch.',
    zh: '表 {table} 中有记录的 {column} 为 {value}，不是该批次的任何标志。',
  },
  batch_kind_changed: {
    status: 422,
    en: 'The column {column} of {table} was {before} when the batch began, and is {now} now.',
    zh: '表 {table} 的列 {column} 在批次开始时为 {before}，现在为 {now}。',
  },
  batch_index_missing: {
    status: 422,
    en: 'The table {table} has no index for the pages of the batch by {column}.',
    zh: '表 {table} 没有供批次按 {column} 分页使用的索引。',
  },
  batch_row_misfits: {
    status: 500,
    en: 'The column {column} of the table {table} holds {found}, which is not what {type} declares: {reason}',
    zh: '数据表 {table} 的列 {column} 含有 {found}，与 {type} 声明的类型不符：{reason}',
  },
  not_pausable: {
    status: 409,
    en: 'Only a batch can be paused; this task is of the kind {kind}.',
    zh: '只有批处理可以暂停；该任务的种类为 {kind}。',
  },
  task_not_pausable: {
    status: 409,
    en: 'A task that is {phase} cannot be paused.',
    zh: '状态为 {phase} 的任务不能暂停。',
  },
  task_not_resumable: {
    status: 409,
    en: 'Only a paused task can be resumed; this one is {phase}.',
    zh: '只有已暂停的任务可以继续；该任务的状态为 {phase}。',
  },
} as const;
