/** Error codes in Japanese, as of `ERROR_CODES`. */

export const jaErrors: Readonly<Record<string, string>> = {
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
  'errors.task_not_repeatable': '状態が「{phase}」のタスクは再実行できません。',
  'errors.task_not_confirmable':
    '確定できるのは表示中のプレビューだけです。このタスクの状態は「{phase}」です。',
  'errors.rows_not_kept':
    'このインポートの失敗した行はデータベースに保存されていません。エラーブックで修正してください。',
  'errors.not_undoable': '元に戻せるのは、以前の行を保存しているタイプのインポートだけです。',
  'errors.task_not_undoable': '状態が「{phase}」のタスクは元に戻せません。',
  'errors.nothing_to_undo':
    'このインポートには元に戻せる行がありません。何も変更していないか、修正した行が以前のインポートに属し、そのインポートとともに元に戻ります。',
  'errors.import_undone':
    'このインポートは元に戻されました。ファイルを新たにインポートしてください。',
  'errors.call_not_at_rest': '状態が「{state}」の呼び出しは、再実行も打ち切りもできません。',
  'errors.task_not_live': '状態が「{phase}」のタスクは停止できません。',
  'errors.rows_settled':
    'このインポートの行はすでに保存または拒否されているため、別の方法で読み直すことはできません。これらのオプションで新しいインポートを開始してください。',
  'errors.address_expired':
    'このファイルのアドレスは期限切れです。タスクをもう一度開いてください。',
  'errors.file_gone': 'このファイルは保存期間が過ぎました。タスクをもう一度実行してください。',
  'errors.payload_too_large': '送信されたデータが {maxBytes} バイトを超えています。',
  'errors.unsupported_media_type': '{expected} を送信してください。',
  'errors.invalid_params': '正しくないパラメーターがあります。',
  'errors.unknown_type': '種別 {kind} にタイプ「{type}」はありません。',
  'errors.unsupported_format':
    'このファイルは .xlsx ブックでも区切りテキスト（.csv）でもありません。いずれかの形式で保存してください。',
  'errors.old_workbook':
    'このファイルは古い .xls ブックか、パスワードで保護されています。パスワードなしの .xlsx で保存してください。',
  'errors.password_protected':
    'ブックがパスワードで保護されています。Excel で開き、パスワードなしで保存してください。',
  'errors.binary_workbook':
    'このファイルはバイナリブック（.xlsb）です。Excel で開き、.xlsx で保存してください。',
  'errors.open_document':
    'このファイルは OpenDocument ファイル（.ods）です。開いて .xlsx で保存してください。',
  'errors.other_document':
    'このファイルはブックではなく、別のプログラムの文書です。.xlsx または .csv を送信してください。',
  'errors.web_page':
    'このファイルはブックの名前が付いた Web ページです。Excel で開き、.xlsx で保存してください。',
  'errors.web_archive':
    'このファイルはブックの名前が付いた単一ファイルの Web ページ（MHT）です。Excel で開き、.xlsx で保存してください。',
  'errors.xml_spreadsheet':
    'このファイルは Excel 2003 の XML 形式のブックです。Excel で開き、.xlsx で保存してください。',
  'errors.owner_file':
    'このファイルは、Excel がブックを開いている目印の小さなファイル（~$…）です。ブック本体を選択してください。',
  'errors.pdf_file': 'このファイルは PDF です。元のブックを送信してください。',
  'errors.image_file': 'このファイルは画像です。ブック本体を送信してください。',
  'errors.compressed_file':
    'このファイルは圧縮されています。展開し、中の .xlsx または .csv を送信してください。',
  'errors.json_document':
    'このファイルは 1 つの JSON 文書です。代わりに JSON Lines（1 行に 1 オブジェクト、行の間にカンマなし）を送信してください。',
  'errors.bytes_after_archive':
    'ブックの終わりの後に別のバイトが続いており、連結または破損したおそれがあります。Excel で開き、保存し直してください。',
  'errors.encoding_unclear':
    'ファイルの文字コードを特定できません: {readings}。1 つ選んでもう一度開始するか、「CSV UTF-8」で保存してください。',
  'errors.idempotency_mismatch':
    'この Idempotency-Key は別のリクエストで使われています。新しいものを使ってください。',
  'errors.file_required':
    'ファイルはフィールド「file」に、「type」と「options」の後で添付してください。',
  'errors.empty_file': 'アップロードされたファイルは空です。',
  'errors.upload_broken': 'アップロードが途中で切れました。もう一度送信してください。',
  'errors.rate_limited': 'リクエストが多すぎます。{seconds} 秒お待ちください。',
  'errors.internal': 'サーバー側で問題が発生しました。',
  'errors.sign_in_unavailable':
    'サインインサービスに接続できません。しばらくしてからもう一度お試しください。',
  'errors.redis_unavailable':
    'タスクのキューに接続できません。しばらくしてからもう一度お試しください。',
  'errors.store_unavailable':
    'ファイルストアに接続できません。しばらくしてからもう一度お試しください。',
  'errors.store_full': 'ファイルストアに空きがありません。後でもう一度お試しください。',
  'errors.database_unavailable':
    'データベースに接続できません。しばらくしてからもう一度お試しください。',
  'errors.too_many_rows':
    '{maxRows} 行を超えています。選択範囲を絞るか、ファイルを分割してください。',
  'errors.too_many_files':
    '行が {maxFiles} 個を超えるファイルに分かれます。選択範囲を絞るか、1 ファイルの行数を増やしてください。',
  'errors.invalid_workbook': 'ブックを読み取れません: {reason}',
  'errors.no_visible_sheet': 'ブックに表示されているシートがありません。',
  'errors.sheet_not_found': 'ファイルにシート {sheet} はありません。あるシート: {sheets}。',
  'errors.bad_quote':
    '区切りテキストとして読み取ると、{line} 行目の {character} 文字目の引用符に誤りがあります。引用符で囲んだ値は閉じ、その中の引用符は 2 つ重ねてください。',
  'errors.line_too_long':
    '区切りテキストとして読み取ると、{line} 行目から終わりのない値または行があります。引用符が抜けていませんか。',
  'errors.bad_encoding':
    'ファイルに、その文字コードでは無効なバイトがあります。保存し直してください（テキストは UTF-8）。',
  'errors.archive_file_unreadable': 'アーカイブのファイル {file} を読み取れません: {reason}',
  'errors.archive_without_tables':
    'アーカイブに .xlsx ブックも区切りテキストもありません。含まれるファイル: {files}。',
  'errors.missing_columns':
    'シート「{sheet}」に列 {columns} がありません。見出しとして読み取った行: {row} 行目（{found}）。{near}{others}各列の対応を指定するか、テンプレートを使ってください。',
  'errors.duplicate_columns': 'シート「{sheet}」に列 {columns} が複数あります。',
  'errors.mapped_headers_missing':
    'シート「{sheet}」に、対応付けで指定された列 {columns} がありません。見出しとして読み取った行: {row} 行目（{found}）。',
  'errors.header_unclear':
    'シート「{sheet}」では {rows} 行目のいずれも見出しになり得ます。1 つ選んでもう一度開始してください。',
  'errors.no_header_row':
    'シート「{sheet}」の {row} 行目には何も表示されていないため、見出しにできません。',
  'errors.no_rows': 'シート「{sheet}」の見出しの下に行がありません。',
  'errors.error_workbook_of_another':
    'これは別の人または別のタイプのインポートのエラーブックです。何も保存していません。行を新規としてインポートするには、列「行 ID（残す）」を削除してください。',
  'errors.error_workbook_gone':
    'このエラーブックのインポートはもう保存されていません。何も保存していません。行を新規としてインポートするには、列「行 ID（残す）」を削除してください。',
  'errors.corrected_before':
    'このエラーブックのすべての行は、以前のアップロードで保存済みです。何も保存し直していません。',
  'errors.nothing_saved': '{failed} 行を保存できないため、何も保存していません。',
  'errors.too_many_failed':
    '保存できない行が {maxErrors} 行を超えたため、インポートを終了しました。以降の行は未処理です。',
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
