/** Other error codes in Japanese, as of `ERROR_CODES`. */

export const errors: Readonly<Record<string, string>> = {
  'errors.invalid_request': 'リクエストを読み取れませんでした: {reason}。',
  'errors.unauthenticated': '先にサインインしてください。',
  'errors.forbidden': 'ロール {role} が必要です。',
  'errors.type_not_allowed': 'タイプ {type} のタスクを開始する権限がありません。',
  'errors.forbidden_origin':
    'セッション Cookie を伴うリクエストは、このサイトから送る必要があります。',
  'errors.invalid_address': 'このファイルのアドレスは無効です。',
  'errors.not_found': 'このアドレスには何もありません。',
  'errors.task_not_found': 'そのタスクはありません。',
  'errors.result_not_found': 'このタスクにそのファイルはありません。',
  'errors.method_not_allowed': 'このアドレスで使えるのは {allowed} です。{method} は使えません。',
  'errors.request_too_slow':
    'リクエストの受信が遅すぎたため中断しました。より速い回線でもう一度お試しください。',
  'errors.slot_taken': 'このタイプのタスクがすでに実行中です: {taskId}。',
  'errors.call_not_at_rest': '状態が「{state}」の呼び出しは、再実行も打ち切りもできません。',
  'errors.task_not_live': '状態が「{phase}」のタスクは停止できません。',
  'errors.rows_settled':
    'このインポートの行はすでに保存または拒否されているため、別の方法で読み直すことはできません。これらのオプションで新しいインポートを開始してください。',
  'errors.address_expired':
    'このファイルのアドレスは期限切れです。タスクをもう一度開いてください。',
  'errors.file_gone': 'このファイルは保存期間が過ぎました。タスクをもう一度実行してください。',
  'errors.payload_too_large': '送信されたデータが {maxBytes} バイトを超えています。',
  'errors.invalid_params': '正しくないパラメーターがあります。',
  'errors.unknown_type': '種別 {kind} にタイプ「{type}」はありません。',
  'errors.password_protected':
    'ブックがパスワードで保護されています。Excel で開き、パスワードなしで保存してください。',
  'errors.web_page':
    'このファイルはブックの名前が付いた Web ページです。Excel で開き、.xlsx で保存してください。',
  'errors.web_archive':
    'このファイルはブックの名前が付いた単一ファイルの Web ページ（MHT）です。Excel で開き、.xlsx で保存してください。',
  'errors.xml_spreadsheet':
    'このファイルは Excel 2003 の XML 形式のブックです。Excel で開き、.xlsx で保存してください。',
  'errors.bytes_after_archive':
    'ブックの終わりの後に別のバイトが続いており、連結または破損したおそれがあります。Excel で開き、保存し直してください。',
  'errors.idempotency_mismatch':
    'この Idempotency-Key は別のリクエストで使われています。新しいものを使ってください。',
  'errors.file_required':
    'ファイルはフィールド「file」に、「type」と「options」の後で添付してください。',
  'errors.rate_limited': 'リクエストが多すぎます。{seconds} 秒お待ちください。',
  'errors.internal': 'サーバー側で問題が発生しました。',
  'errors.sign_in_unavailable':
    'サインインサービスに接続できません。しばらくしてからもう一度お試しください。',
  'errors.store_unavailable':
    'ファイルストアに接続できません。しばらくしてからもう一度お試しください。',
  'errors.store_full': 'ファイルストアに空きがありません。後でもう一度お試しください。',
  'errors.database_unavailable':
    'データベースに接続できません。しばらくしてからもう一度お試しください。',
  'errors.too_many_rows':
    '{maxRows} 行を超えています。選択範囲を絞るか、ファイルを分割してください。',
  'errors.too_many_files':
    '行が {maxFiles} 個を超えるファイルに分かれます。選択範囲を絞るか、1 ファイルの行数を増やしてください。',
  'errors.batch_held':
    'タスク {taskId} がタイプ {type} の順序付きバッチを処理中です。2 つ目を実行すると順序が崩れます。',
  'errors.batch_needs_database':
    'バッチはテーブルを処理しますが、このシステムにはデータベースがありません。',
  'errors.batch_table_missing': 'データベースにテーブル {table} がありません。',
  'errors.batch_column_missing': 'テーブル {table} に列 {column} がありません。',
  'errors.batch_key_nullable':
    '{table} の列 {column} は NULL を許します。バッチには NOT NULL のキーが必要です。',
  'errors.batch_key_null': '{table} の {rows} 件のレコードで、キー {column} に値がありません。',
  'errors.batch_key_repeated': '{table} のキー {column} は一意ではありません: {rule}。',
  'errors.batch_flag_unfit': '{table} の列 {column}（{kind}）にはフラグ {value} を格納できません。',
  'errors.batch_flag_unknown':
    '{table} のレコードの {column} に {value} がありますが、これはバッチのフラグではありません。',
  'errors.batch_kind_changed':
    '{table} の列 {column} はバッチの開始時に {before} でしたが、現在は {now} です。',
  'errors.batch_index_missing':
    'テーブル {table} には、{column} によるバッチのページ用のインデックスがありません。',
  'errors.batch_row_misfits':
    'テーブル {table} の列 {column} の値 {found} は、{type} の定義と合いません: {reason}',
  'errors.not_pausable': '一時停止できるのはバッチだけです。このタスクの種別は {kind} です。',
  'errors.task_not_pausable': '状態が「{phase}」のタスクは一時停止できません。',
  'errors.task_not_resumable':
    '再開できるのは一時停止中のタスクだけです。このタスクの状態は「{phase}」です。',
  'errors.business_refused': '{reason}',
  'errors.column_gone':
    '{type} のエクスポートに列 {column} はもうありません。列を選び直してください。',
  'errors.rows_lack_columns': '{type} の行に {columns} がありません。あるのは {found} です。',
  'errors.rows_wrong_type':
    '{type} の行の {column} に {found} がありますが、この列の種類は {kind} です。',
  'errors.executor_failed': 'このタイプのプログラムが失敗しました。',
  'errors.attempts_exhausted': '{attempts} 回試行した後に打ち切りました: {reason}',
  'errors.run_ended': '定期処理のこの回は、すでに終了しています: {outcome}。',
  'errors.worker_lost': '実行の途中でワーカーが失われました。',
  'errors.worker_blocked': '実行の途中でワーカーが長時間ブロックされました。',
};
