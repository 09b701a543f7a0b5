/** Why an upload is refused, in Japanese. */

export const uploadErrors: Readonly<Record<string, string>> = {
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
  'errors.unsupported_media_type': '{expected} を送信してください。',
  'errors.unsupported_format':
    'このファイルは .xlsx ブックでも区切りテキスト（.csv）でもありません。いずれかの形式で保存してください。',
  'errors.old_workbook':
    'このファイルは古い .xls ブックか、パスワードで保護されています。パスワードなしの .xlsx で保存してください。',
  'errors.binary_workbook':
    'このファイルはバイナリブック（.xlsb）です。Excel で開き、.xlsx で保存してください。',
  'errors.open_document':
    'このファイルは OpenDocument ファイル（.ods）です。開いて .xlsx で保存してください。',
  'errors.other_document':
    'このファイルはブックではなく、別のプログラムの文書です。.xlsx または .csv を送信してください。',
  'errors.owner_file':
    'このファイルは、Excel がブックを開いている目印の小さなファイル（~$…）です。ブック本体を選択してください。',
  'errors.pdf_file': 'このファイルは PDF です。元のブックを送信してください。',
  'errors.image_file': 'このファイルは画像です。ブック本体を送信してください。',
  'errors.compressed_file':
    'このファイルは圧縮されています。展開し、中の .xlsx または .csv を送信してください。',
  'errors.json_document':
    'このファイルは 1 つの JSON 文書です。代わりに JSON Lines（1 行に 1 オブジェクト、行の間にカンマなし）を送信してください。',
  'errors.encoding_unclear':
    'ファイルの文字コードを特定できません: {readings}。1 つ選んでもう一度開始するか、「CSV UTF-8」で保存してください。',
  'errors.empty_file': 'アップロードされたファイルは空です。',
  'errors.upload_broken': 'アップロードが途中で切れました。もう一度送信してください。',
  'errors.redis_unavailable':
    'タスクのキューに接続できません。しばらくしてからもう一度お試しください。',
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
};
