/** What is wrong with a row, in Japanese: `ROW_ISSUES`, and refusals of a database. */

export const rows: Readonly<Record<string, string>> = {
  'rows.required': '入力が必要です',
  'rows.invalid': '正しくありません',
  'rows.cell_error': 'エラー {error} です',
  'rows.not_text': 'テキストで入力してください',
  'rows.not_a_number': '数値で入力してください',
  'rows.not_whole': '整数で入力してください',
  'rows.not_a_boolean': '「はい」または「いいえ」で入力してください',
  'rows.not_a_date': '2026-01-31 のような日付で入力してください',
  'rows.number_not_date': '数値 {number} です。セルの書式を日付にしてください',
  'rows.digits_lost':
    '桁が失われています: {text} は Excel が保持する 15 桁を超えます。セルの書式を文字列にして入力し直してください',
  'rows.too_many_digits': '{text} は数値で表せる桁数を超えています。桁数を減らしてください',
  'rows.masked_value': '非表示の値の代わりに {text} があります。値を入力するか、行を除いてください',
  'rows.row_id_unknown':
    'この行の行 ID は、どのエラーブックのものでもありません。エラーブックの ID を使うか、セルを空にして新しい行としてインポートしてください',
  'rows.row_id_twice':
    'この行の行 ID は {first} 行目と同じです。新しい行としてインポートするには、ID のセルを空にしてください',
  'rows.formula_without_result':
    '結果のない数式です。ファイルを Excel で開き、保存し直してください',
  'rows.ambiguous_number':
    '{text} は {first} とも {second} とも読めます。options.decimal を指定してください',
  'rows.ambiguous_date':
    '{text} は {first} とも {second} とも読めます。options.dateOrder を指定してください',
  'rows.time_of_day': '日付のない時刻 {text} です',
  'rows.unknown_label': '次のいずれかにしてください: {labels}',
  'rows.wrong_format': '形式が正しくありません',
  'rows.not_a_multiple': '{divisor} の倍数にしてください',
  'rows.too_small': '{limit} {inclusive|以上|より大きい値}にしてください',
  'rows.too_big': '{limit} {inclusive|以下|より小さい値}にしてください',
  'rows.too_early': '{day} 以降にしてください',
  'rows.too_late': '{day} 以前にしてください',
  'rows.too_short': '{limit} 文字以上で入力してください',
  'rows.too_long': '{limit} 文字以内で入力してください',
  'rows.ragged_row':
    '{columns} 個の見出しに対して {cells} 個のセルがあります。区切り文字を含む値は引用符で囲んでください',
  'rows.not_json': 'この行は 1 つの JSON オブジェクトではありません: {text}',
  'rows.nested_value': 'オブジェクトやリストではなく、1 つの値にしてください: {text}',
  'rows.repeated_name': 'この行に複数あり、最後は {text} です。1 つだけ残してください',
  'rows.broken_character': '文字の半分だけが含まれています。完全な文字で入力してください',
  'rows.line_shifted':
    'この行の列の位置がずれています。タブが含まれているか、文字数ではなくバイト数で桁をそろえています',
  'rows.line_too_long': 'この行は最後の列の後にも続いています: {text}',
  'rows.attachment_missing': 'アーカイブにファイル {name} がありません',
  'rows.attachment_unclear':
    'アーカイブに {name} という名前のファイルが複数あります。フォルダーも指定してください',
  'rows.duplicate_key': '{first} 行目と重複しています。1 行だけ残してください',
  'rows.duplicate_key_in_sheet':
    'シート {sheet} の {first} 行目と重複しています。1 行だけ残してください',
  'rows.changed_since_preview':
    'プレビューの後に他の人が変更したため、上書きしませんでした。もう一度確認してください',
  'rows.save_broke':
    '行の誤りではなくシステムの障害のため、保存できませんでした（{reason}）。障害が解消したら、そのままアップロードできます',
  'rows.edited_since_import':
    'インポートの後に他の人が変更したため、そのままにしました。これはインポート前の内容です',
  'rows.not_as_before':
    '正確には元に戻せないため、そのままにしました。これはインポート前の内容です',
  'rows.not_found_again': '行を特定できるキーがないため、そのままにしました',
  'rows.totals_row':
    '合計行のようなので保存していません。削除するか、不足している値を入力してください',
  'refusals.duplicate': 'すでに存在します',
  'refusals.text_too_long': 'テキストがデータベースの上限を超えています',
  'refusals.number_out_of_range': '数値がデータベースの範囲外です',
  'refusals.date_out_of_range': '日付がデータベースの範囲外です',
  'refusals.time_in_day': '日付に時刻が付いており、データベースでは失われます',
  'refusals.bad_character': 'データベースに保存できない文字が含まれています',
  'refusals.value_missing': 'データベースの必須の値がありません',
  'refusals.reference_missing': '参照先が存在しません',
  'refusals.rule_broken': 'データベースの規則に反しています',
  'refusals.repeated_in_chunk': '同時に保存する行の中に重複しています',
  'refusals.refused': 'データベースに拒否されました',
  'refusals.of_columns': '（{columns}）',
};
