/** Notices in Japanese, as of `NOTICES`. */

export const notices: Readonly<Record<string, string>> = {
  'notices.sheets_not_read.one':
    'シート {sheets} は、このインポートの見出しがないため読み取りませんでした。',
  'notices.sheets_not_read.other':
    'このインポートの見出しがない {count} 個のシートは読み取りませんでした: {sheets}。',
  'notices.archive_junk_skipped.one':
    'ファイル {files} は、コンピューターがアーカイブに自動で加えるものなので飛ばしました。',
  'notices.archive_junk_skipped.other':
    'コンピューターがアーカイブに自動で加える {count} 個のファイルを飛ばしました: {files}。',
  'notices.archive_files_not_read.one':
    'アーカイブのファイル {files} は、表ではなく、どの行からも参照されないため使いませんでした。',
  'notices.archive_files_not_read.other':
    'アーカイブの {count} 個のファイルは、表ではなく、どの行からも参照されないため使いませんでした: {files}。',
  'notices.columns_not_read.one':
    '列 {columns} は、このインポートの列ではないため読み取りませんでした。',
  'notices.columns_not_read.other':
    'このインポートの列ではない {count} 列は読み取りませんでした: {columns}。',
  'notices.rows_above_header.one':
    'シート {sheet} の見出しより上の {count} 行は、表題とみなして読み取りませんでした。',
  'notices.rows_above_header.other':
    'シート {sheet} の見出しより上の {count} 行は、表題とみなして読み取りませんでした。',
  'notices.column_misspelt':
    '列 {column} は、このインポートの列ではないため読み取りませんでした。{known} の誤りではありませんか。',
  'notices.mapping_remembered.one':
    '見出しが前回と同じため、列 {columns} を前回の選択どおりに読み取りました。',
  'notices.mapping_remembered.other':
    '見出しが前回と同じため、{count} 列を前回の選択どおりに読み取りました: {columns}。',
  'notices.header_remembered': '前回の選択に従い、シート {sheet} の {row} 行目を見出しとしました。',
  'notices.hidden_rows_read.one':
    'シート {sheet} で、フィルターや人の操作により非表示の {count} 行も読み取りました。',
  'notices.hidden_rows_read.other':
    'シート {sheet} で、フィルターや人の操作により非表示の {count} 行も読み取りました。',
  'notices.merged_cells_blank.one':
    'シート {sheet} でセル {first} が結合されています。先頭のセルに値があり、他は空とみなしました。',
  'notices.merged_cells_blank.other':
    'シート {sheet} に {count} か所の結合セルがあり、最初は {first} です。それぞれ先頭のセルに値があり、他は空とみなしました。',
  'notices.blank_rows_left_out.one':
    '何も表示されていない {count} 行を除きました。最初はシート {sheet} の {row} 行目です。',
  'notices.blank_rows_left_out.other':
    '何も表示されていない {count} 行を除きました。最初はシート {sheet} の {row} 行目です。',
  'notices.rows_corrected_before.one':
    '{count} 行は、このエラーブックの以前のアップロードで保存済みのため除きました。',
  'notices.rows_corrected_before.other':
    '{count} 行は、このエラーブックの以前のアップロードで保存済みのため除きました。',
  'notices.rows_still_to_correct.one':
    '保存した行は {file} のインポートに加算されます。修正が必要な行は残り {count} 行です。',
  'notices.rows_still_to_correct.other':
    '保存した行は {file} のインポートに加算されます。修正が必要な行は残り {count} 行です。',
  'notices.import_completed':
    '保存した行は {file} のインポートに加算され、そのすべての行が保存済みになりました。',
  'notices.rows_removed.one': 'インポートが作成した {count} 行を削除しました。',
  'notices.rows_removed.other': 'インポートが作成した {count} 行を削除しました。',
  'notices.rows_put_back.one': 'インポートが変更した {count} 行を以前の状態に戻しました。',
  'notices.rows_put_back.other': 'インポートが変更した {count} 行を以前の状態に戻しました。',
  'notices.duplicates_first.one': '{count} 行は、上に同じキーの行があるため除きました。',
  'notices.duplicates_first.other': '{count} 行は、それぞれ上に同じキーの行があるため除きました。',
  'notices.duplicates_last.one': '{count} 行は、下に同じキーの行があるため除きました。',
  'notices.duplicates_last.other': '{count} 行は、それぞれ下に同じキーの行があるため除きました。',
  'notices.decimal_assumed':
    'テキストとして書かれた数値は、小数点記号 {decimal} で読み取りました。',
  'notices.encoding_assumed':
    'ファイルに文字コードの指定がないため、{encoding} として読み取りました。',
  'notices.delimiter_assumed': 'ファイルのセルは {delimiter} で区切りました。',
  'notices.text_cut.one':
    'シート {sheet} のセル {first} のテキストは、セルの上限である 32,767 文字で切り捨てました。',
  'notices.text_cut.other':
    '{count} 個のテキストを、セルの上限である 32,767 文字で切り捨てました。最初はシート {sheet} のセル {first} です。',
  'notices.batch_started': '保存した行を処理するバッチ {type} を開始しました。',
  'notices.batch_left_to_next':
    'あなたのバッチ {type} がすでに実行中のため、保存した行は次のバッチで処理します。',
  'notices.batch_not_allowed':
    '保存した行を処理するバッチは、開始する権限がないため開始していません。行は、権限のある人が開始するまで待機します。',
  'notices.batch_index_missing':
    'テーブル {table} にはこのバッチのページ用のインデックスがないため、各ページで必要以上に読み取ります。次の文で作成できます: {statement}',
  'notices.records_left.one':
    '{count} 件のレコードは、他でロック中か、同じキーの別のレコードを待っているため、そのままにしました。',
  'notices.records_left.other':
    '{count} 件のレコードは、他でロック中か、同じキーの別のレコードを待っているため、そのままにしました。',
  'notices.export_taken_up':
    'エクスポートは中断され、{rows} 行の後、{time} に再開しました。以降の行はその時点のデータです。',
  'notices.columns_masked.one':
    '列 {columns} の値を見る権限がないため、セルには {sign} を表示しています。',
  'notices.columns_masked.other':
    '{count} 列の値を見る権限がないため、セルには {sign} を表示しています: {columns}。',
  'notices.more_notices.one': 'ほかに {count} 件のお知らせがあります。',
  'notices.more_notices.other': 'ほかに {count} 件のお知らせがあります。',
};
