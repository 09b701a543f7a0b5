/** What is wrong with a row, in German: `ROW_ISSUES`, and refusals of a database. */

export const rows: Readonly<Record<string, string>> = {
  'rows.required': 'ist erforderlich',
  'rows.invalid': 'ist ungültig',
  'rows.cell_error': 'ist der Fehler {error}',
  'rows.not_text': 'muss Text sein',
  'rows.not_a_number': 'muss eine Zahl sein',
  'rows.not_whole': 'muss eine ganze Zahl sein',
  'rows.not_a_boolean': 'muss Ja oder Nein sein',
  'rows.not_a_date': 'muss ein Datum wie 2026-01-31 sein',
  'rows.number_not_date': 'ist die Zahl {number}; formatieren Sie die Zelle als Datum',
  'rows.digits_lost':
    'hat Ziffern verloren: {text} hat mehr als die 15 Ziffern, die Excel behält; formatieren Sie die Zelle als Text und geben Sie den Wert noch einmal ein',
  'rows.too_many_digits': '{text} hat mehr Ziffern, als eine Zahl fasst; schreiben Sie weniger',
  'rows.masked_value':
    'zeigt {text} anstelle eines ausgeblendeten Werts; tragen Sie den Wert ein oder lassen Sie die Zeile weg',
  'rows.row_id_unknown':
    'die Zeile hat eine Zeilenkennung, die keine Fehlerdatei vergeben hat; übernehmen Sie die Kennung von dort, oder leeren Sie die Zelle, um die Zeile als neue zu importieren',
  'rows.row_id_twice':
    'die Zeile hat die Zeilenkennung von Zeile {first}; leeren Sie die Zelle der Kennung, um die Zeile als neue zu importieren',
  'rows.formula_without_result':
    'ist eine Formel ohne Ergebnis; öffnen Sie die Datei in Excel und speichern Sie sie noch einmal',
  'rows.ambiguous_number':
    '{text} kann {first} oder {second} bedeuten; geben Sie options.decimal an',
  'rows.ambiguous_date':
    '{text} kann {first} oder {second} bedeuten; geben Sie options.dateOrder an',
  'rows.time_of_day': 'ist die Uhrzeit {text} ohne einen Tag',
  'rows.unknown_label': 'muss eines von diesen sein: {labels}',
  'rows.wrong_format': 'hat das falsche Format',
  'rows.not_a_multiple': 'muss ein Vielfaches von {divisor} sein',
  'rows.too_small': 'muss {inclusive|>=|>} {limit} sein',
  'rows.too_big': 'muss {inclusive|<=|<} {limit} sein',
  'rows.too_early': 'darf nicht vor dem {day} liegen',
  'rows.too_late': 'darf nicht nach dem {day} liegen',
  'rows.too_short': 'muss mindestens {limit} {limit|Zeichen|Zeichen} haben',
  'rows.too_long': 'darf höchstens {limit} {limit|Zeichen|Zeichen} haben',
  'rows.ragged_row':
    'hat {cells} {cells|Zelle|Zellen} unter {columns} {columns|Überschrift|Überschriften}: Setzen Sie Werte, die das Trennzeichen enthalten, in Anführungszeichen',
  'rows.not_json': 'die Zeile ist kein einzelnes JSON-Objekt: {text}',
  'rows.nested_value': 'muss ein einzelner Wert sein, kein Objekt und keine Liste: {text}',
  'rows.repeated_name':
    'kommt in der Zeile mehrfach vor, zuletzt als {text}: Behalten Sie nur einen Wert',
  'rows.broken_character': 'enthält ein halbes Zeichen; schreiben Sie das ganze',
  'rows.line_shifted':
    'die Spalten der Zeile sind verschoben: Sie enthält einen Tabulator oder wurde nach Bytes statt nach Zeichen aufgefüllt',
  'rows.line_too_long': 'die Zeile geht hinter ihrer letzten Spalte weiter: {text}',
  'rows.attachment_missing': 'im Archiv gibt es keine Datei {name}',
  'rows.attachment_unclear':
    'mehrere Dateien des Archivs heißen {name}; nennen Sie auch den Ordner',
  'rows.duplicate_key': 'bezeichnet dasselbe wie Zeile {first}: Behalten Sie nur eine Zeile',
  'rows.duplicate_key_in_sheet':
    'bezeichnet dasselbe wie Zeile {first} des Blatts {sheet}: Behalten Sie nur eine Zeile',
  'rows.changed_since_preview':
    'wurde nach der Vorschau von jemand anderem geändert und nicht überschrieben: Sehen Sie noch einmal nach',
  'rows.save_broke':
    'konnte wegen einer Störung des Systems, nicht der Zeile, nicht gespeichert werden ({reason}); sobald die Störung behoben ist, kann die Zeile unverändert hochgeladen werden',
  'rows.edited_since_import':
    'wurde nach dem Import von jemand anderem geändert und so belassen; dies ist der Stand vor dem Import',
  'rows.not_as_before':
    'konnte nicht genau wiederhergestellt werden und wurde so belassen; dies ist der Stand vor dem Import',
  'rows.not_found_again':
    'hat keinen Schlüssel, über den die Zeile wiedergefunden werden kann, und wurde so belassen',
  'rows.totals_row':
    'dies sieht nach einer Summenzeile aus, die nicht gespeichert wird: Löschen Sie sie, oder ergänzen Sie, was fehlt',
  'refusals.duplicate': 'existiert bereits',
  'refusals.text_too_long': 'ein Text ist zu lang für die Datenbank',
  'refusals.number_out_of_range': 'eine Zahl liegt außerhalb des Bereichs der Datenbank',
  'refusals.date_out_of_range': 'ein Datum liegt außerhalb des Bereichs der Datenbank',
  'refusals.time_in_day': 'ein Datum hat eine Uhrzeit, die die Datenbank weglassen würde',
  'refusals.bad_character': 'ein Text enthält ein Zeichen, das die Datenbank nicht speichern kann',
  'refusals.value_missing': 'ein Wert fehlt, den die Datenbank verlangt',
  'refusals.reference_missing': 'verweist auf etwas, das nicht existiert',
  'refusals.rule_broken': 'verletzt eine Regel der Datenbank',
  'refusals.repeated_in_chunk': 'kommt unter den gemeinsam gespeicherten Zeilen mehrfach vor',
  'refusals.refused': 'wurde von der Datenbank abgelehnt',
  'refusals.of_columns': ' ({columns})',
};
