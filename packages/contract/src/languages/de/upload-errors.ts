/** Why an upload is refused, in German. */

export const uploadErrors: Readonly<Record<string, string>> = {
  'errors.task_not_repeatable':
    'Eine Aufgabe im Zustand „{phase}“ kann nicht noch einmal ausgeführt werden.',
  'errors.task_not_confirmable':
    'Nur eine Vorschau, die noch angezeigt wird, kann bestätigt werden; der Zustand dieser Aufgabe ist „{phase}“.',
  'errors.rows_not_kept':
    'Die fehlerhaften Zeilen dieses Imports werden nicht in einer Datenbank aufbewahrt: Korrigieren Sie sie in der Fehlerdatei.',
  'errors.not_undoable':
    'Nur ein Import kann rückgängig gemacht werden, dessen Typ die vorherigen Zeilen aufbewahrt.',
  'errors.task_not_undoable':
    'Eine Aufgabe im Zustand „{phase}“ kann nicht rückgängig gemacht werden.',
  'errors.nothing_to_undo':
    'Dieser Import hat keine Zeilen, die rückgängig gemacht werden können: Er hat keine geändert, oder die korrigierten gehören zu einem früheren Import und werden mit diesem rückgängig gemacht.',
  'errors.import_undone': 'Dieser Import wurde rückgängig gemacht; importieren Sie die Datei neu.',
  'errors.unsupported_media_type': 'Senden Sie {expected}.',
  'errors.unsupported_format':
    'Die Datei ist weder eine .xlsx-Arbeitsmappe noch Text mit Trennzeichen (.csv); speichern Sie sie in einem dieser Formate.',
  'errors.old_workbook':
    'Die Datei ist eine alte .xls-Arbeitsmappe oder durch ein Kennwort geschützt; speichern Sie sie als .xlsx ohne Kennwort.',
  'errors.binary_workbook':
    'Die Datei ist eine binäre Arbeitsmappe (.xlsb); öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.open_document':
    'Die Datei ist eine OpenDocument-Datei (.ods); öffnen Sie sie und speichern Sie sie als .xlsx.',
  'errors.other_document':
    'Die Datei ist ein Dokument eines anderen Programms und keine Arbeitsmappe; senden Sie .xlsx oder .csv.',
  'errors.owner_file':
    'Die Datei ist die kleine Datei (~$…), mit der Excel eine Arbeitsmappe als geöffnet markiert; wählen Sie die Arbeitsmappe selbst.',
  'errors.pdf_file':
    'Die Datei ist ein PDF; senden Sie die Arbeitsmappe, aus der es erstellt wurde.',
  'errors.image_file': 'Die Datei ist ein Bild; senden Sie die Arbeitsmappe selbst.',
  'errors.compressed_file':
    'Die Datei ist komprimiert; entpacken Sie sie und senden Sie die enthaltene .xlsx- oder .csv-Datei.',
  'errors.json_document':
    'Die Datei ist ein einzelnes JSON-Dokument; senden Sie stattdessen JSON-Zeilen: ein Objekt in jeder Zeile, ohne Kommas dazwischen.',
  'errors.encoding_unclear':
    'Die Zeichenkodierung der Datei ist nicht eindeutig: {readings}. Wählen Sie eine aus und starten Sie noch einmal, oder speichern Sie die Datei als „CSV UTF-8“.',
  'errors.empty_file': 'Die hochgeladene Datei ist leer.',
  'errors.upload_broken': 'Das Hochladen wurde abgebrochen; senden Sie die Datei noch einmal.',
  'errors.redis_unavailable':
    'Die Warteschlange der Aufgaben ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.invalid_workbook': 'Die Datei ist keine lesbare Arbeitsmappe: {reason}',
  'errors.no_visible_sheet': 'Die Arbeitsmappe hat kein sichtbares Blatt.',
  'errors.sheet_not_found': 'Die Datei hat kein Blatt {sheet}; ihre Blätter: {sheets}.',
  'errors.bad_quote':
    'Als Text mit Trennzeichen gelesen, hat die Datei in Zeile {line} beim Zeichen {character} ein falsches Anführungszeichen: Ein Wert in Anführungszeichen muss geschlossen sein, ein Anführungszeichen darin wird doppelt geschrieben.',
  'errors.line_too_long':
    'Als Text mit Trennzeichen gelesen, hat die Datei ab Zeile {line} einen Wert oder eine Zeile ohne Ende; fehlt ein Anführungszeichen?',
  'errors.bad_encoding':
    'Die Datei enthält Bytes, die in ihrer Zeichenkodierung ungültig sind; speichern Sie sie noch einmal, Text als UTF-8.',
  'errors.archive_file_unreadable':
    'Die Datei {file} des Archivs kann nicht gelesen werden: {reason}',
  'errors.archive_without_tables':
    'Das Archiv enthält weder eine .xlsx-Arbeitsmappe noch Text mit Trennzeichen; seine Dateien: {files}.',
  'errors.missing_columns':
    'Dem Blatt „{sheet}“ {count|fehlt die Spalte|fehlen die Spalten} {columns}. Als Kopfzeile gelesen: Zeile {row} mit {found}.{near}{others} Geben Sie an, welche Spalte welche ist, oder nehmen Sie die Vorlage.',
  'errors.duplicate_columns':
    'Das Blatt „{sheet}“ hat die {count|Spalte|Spalten} {columns} mehrfach.',
  'errors.mapped_headers_missing':
    'Das Blatt „{sheet}“ hat {count|die Spalte|die Spalten} {columns} nicht, die in der Zuordnung {count|steht|stehen}. Als Kopfzeile gelesen: Zeile {row} mit {found}.',
  'errors.header_unclear':
    'Jede der Zeilen {rows} des Blatts „{sheet}“ kann die Kopfzeile sein. Wählen Sie eine aus und starten Sie noch einmal.',
  'errors.no_header_row':
    'Die Zeile {row} des Blatts „{sheet}“ zeigt nichts an, kann also nicht die Kopfzeile sein.',
  'errors.no_rows': 'Das Blatt „{sheet}“ hat keine Zeilen unter der Kopfzeile.',
  'errors.error_workbook_of_another':
    'Dies ist die Fehlerdatei eines Imports einer anderen Person oder eines anderen Typs: Es wurde nichts gespeichert. Um die Zeilen als neue zu importieren, entfernen Sie die Spalte „Zeilenkennung (behalten)“.',
  'errors.error_workbook_gone':
    'Der Import, zu dem diese Fehlerdatei gehört, wird nicht mehr aufbewahrt: Es wurde nichts gespeichert. Um die Zeilen als neue zu importieren, entfernen Sie die Spalte „Zeilenkennung (behalten)“.',
  'errors.corrected_before':
    'Alle Zeilen dieser Fehlerdatei wurden schon beim früheren Hochladen dieser Datei gespeichert: Es wurde nichts noch einmal gespeichert.',
  'errors.nothing_saved':
    '{failed} {failed|Zeile kann|Zeilen können} nicht gespeichert werden, daher wurde nichts gespeichert.',
  'errors.too_many_failed':
    'Mehr als {maxErrors} {maxErrors|Zeile konnte|Zeilen konnten} nicht gespeichert werden, daher wurde der Import beendet; die Zeilen danach wurden nicht erreicht.',
};
