/** Notices in German, as of `NOTICES`. */

export const notices: Readonly<Record<string, string>> = {
  'notices.sheets_not_read.one':
    'Das Blatt {sheets} wurde nicht gelesen: Es hat nicht die Kopfzeile dieses Imports.',
  'notices.sheets_not_read.other':
    '{count} Blätter ohne die Kopfzeile dieses Imports wurden nicht gelesen: {sheets}.',
  'notices.archive_junk_skipped.one':
    'Die Datei {files} wurde übersprungen: Ein Computer legt sie für sich selbst in Archiven ab.',
  'notices.archive_junk_skipped.other':
    '{count} Dateien, die Computer für sich selbst in Archiven ablegen, wurden übersprungen: {files}.',
  'notices.archive_files_not_read.one':
    'Die Datei {files} des Archivs wurde nicht verwendet: Sie ist keine Tabelle, und keine Zeile nennt sie.',
  'notices.archive_files_not_read.other':
    '{count} Dateien des Archivs wurden nicht verwendet, da sie keine Tabellen sind und keine Zeile sie nennt: {files}.',
  'notices.columns_not_read.one':
    'Die Spalte {columns} wurde nicht gelesen: Dieser Import kennt sie nicht.',
  'notices.columns_not_read.other':
    '{count} Spalten wurden nicht gelesen, da dieser Import sie nicht kennt: {columns}.',
  'notices.rows_above_header.one':
    '{count} Zeile über der Kopfzeile des Blatts {sheet} wurde als Titel genommen und nicht gelesen.',
  'notices.rows_above_header.other':
    '{count} Zeilen über der Kopfzeile des Blatts {sheet} wurden als Titel genommen und nicht gelesen.',
  'notices.column_misspelt':
    'Die Spalte {column} wurde nicht gelesen: Dieser Import kennt sie nicht. Soll sie {known} sein?',
  'notices.mapping_remembered.one':
    'Die Spalte {columns} wurde so gelesen, wie Sie es beim letzten Mal gewählt haben, weil die Kopfzeile dieselbe ist.',
  'notices.mapping_remembered.other':
    '{count} Spalten wurden so gelesen, wie Sie es beim letzten Mal gewählt haben, weil die Kopfzeile dieselbe ist: {columns}.',
  'notices.header_remembered':
    'Zeile {row} des Blatts {sheet} wurde als Kopfzeile genommen, weil Sie diese Kopfzeile beim letzten Mal gewählt haben.',
  'notices.hidden_rows_read.one':
    '{count} Zeile, die ein Filter oder eine Person im Blatt {sheet} ausgeblendet hat, wurde auch gelesen.',
  'notices.hidden_rows_read.other':
    '{count} Zeilen, die ein Filter oder eine Person im Blatt {sheet} ausgeblendet hat, wurden auch gelesen.',
  'notices.merged_cells_blank.one':
    'Im Blatt {sheet} sind die Zellen {first} verbunden: Die erste hat den Wert, die anderen gelten als leer.',
  'notices.merged_cells_blank.other':
    'Das Blatt {sheet} hat {count} Bereiche verbundener Zellen, der erste ist {first}: Jeweils die erste Zelle hat den Wert, die anderen gelten als leer.',
  'notices.blank_rows_left_out.one':
    '{count} Zeile, die nichts anzeigt, wurde ausgelassen; die erste ist Zeile {row} des Blatts {sheet}.',
  'notices.blank_rows_left_out.other':
    '{count} Zeilen, die nichts anzeigen, wurden ausgelassen; die erste ist Zeile {row} des Blatts {sheet}.',
  'notices.rows_corrected_before.one':
    '{count} Zeile wurde ausgelassen: Sie wurde schon beim früheren Hochladen dieser Fehlerdatei gespeichert.',
  'notices.rows_corrected_before.other':
    '{count} Zeilen wurden ausgelassen: Sie wurden schon beim früheren Hochladen dieser Fehlerdatei gespeichert.',
  'notices.rows_still_to_correct.one':
    'Die gespeicherten Zeilen zählen zum Import von {file}, von dem noch {count} Zeile zu korrigieren ist.',
  'notices.rows_still_to_correct.other':
    'Die gespeicherten Zeilen zählen zum Import von {file}, von dem noch {count} Zeilen zu korrigieren sind.',
  'notices.import_completed':
    'Die gespeicherten Zeilen zählen zum Import von {file}, von dem jetzt alle Zeilen gespeichert sind.',
  'notices.rows_removed.one':
    '{count} Zeile, die der Import angelegt hatte, ist nicht mehr vorhanden.',
  'notices.rows_removed.other':
    '{count} Zeilen, die der Import angelegt hatte, sind nicht mehr vorhanden.',
  'notices.rows_put_back.one':
    '{count} Zeile, die der Import geändert hatte, ist wieder wie zuvor.',
  'notices.rows_put_back.other':
    '{count} Zeilen, die der Import geändert hatte, sind wieder wie zuvor.',
  'notices.duplicates_first.one':
    '{count} Zeile wurde ausgelassen: Eine Zeile darüber hat denselben Schlüssel.',
  'notices.duplicates_first.other':
    '{count} Zeilen wurden ausgelassen: Jeweils eine Zeile darüber hat denselben Schlüssel.',
  'notices.duplicates_last.one':
    '{count} Zeile wurde ausgelassen: Eine Zeile darunter hat denselben Schlüssel.',
  'notices.duplicates_last.other':
    '{count} Zeilen wurden ausgelassen: Jeweils eine Zeile darunter hat denselben Schlüssel.',
  'notices.decimal_assumed':
    'Als Text geschriebene Zahlen wurden mit dem Dezimalzeichen {decimal} gelesen.',
  'notices.encoding_assumed':
    'Die Datei nennt ihre Zeichenkodierung nicht; sie wurde als {encoding} gelesen.',
  'notices.delimiter_assumed': 'Die Zellen der Datei wurden bei {delimiter} getrennt.',
  'notices.text_cut.one':
    'Der Text in Zelle {first} des Blatts {sheet} wurde nach 32.767 Zeichen abgeschnitten: Mehr fasst eine Zelle nicht.',
  'notices.text_cut.other':
    '{count} Texte wurden nach 32.767 Zeichen abgeschnitten, da eine Zelle nicht mehr fasst; der erste steht in Zelle {first} des Blatts {sheet}.',
  'notices.batch_started':
    'Der Stapel {type} wurde gestartet; er bearbeitet die gespeicherten Zeilen.',
  'notices.batch_left_to_next':
    'Ein Stapel {type} von Ihnen läuft bereits: Die gespeicherten Zeilen bleiben dem nächsten überlassen.',
  'notices.batch_not_allowed':
    'Der Stapel, der die gespeicherten Zeilen bearbeitet, wurde nicht gestartet, da Sie ihn nicht starten dürfen: Die Zeilen warten auf jemanden, der ihn startet.',
  'notices.batch_index_missing':
    'Die Tabelle {table} hat keinen Index für die Seiten dieses Stapels, daher liest jede Seite mehr, als sie enthält. Diese Anweisung legt ihn an: {statement}',
  'notices.records_left.one':
    '{count} Datensatz blieb unverändert: Jemand anderes hat ihn gesperrt, oder er wartet auf einen anderen Datensatz mit seinem Schlüssel.',
  'notices.records_left.other':
    '{count} Datensätze blieben unverändert: Jemand anderes hat sie gesperrt, oder sie warten auf einen anderen Datensatz mit ihrem Schlüssel.',
  'notices.export_taken_up':
    'Der Export wurde unterbrochen und nach {rows} Zeilen um {time} fortgesetzt: Die Zeilen danach zeigen die Daten dieses Zeitpunkts.',
  'notices.columns_masked.one':
    'Die Werte der Spalte {columns} sind nicht für Sie bestimmt: Ihre Zellen zeigen {sign}.',
  'notices.columns_masked.other':
    'Die Werte von {count} Spalten sind nicht für Sie bestimmt, ihre Zellen zeigen {sign}: {columns}.',
  'notices.more_notices.one': '{count} weiterer Hinweis wird nicht angezeigt.',
  'notices.more_notices.other': '{count} weitere Hinweise werden nicht angezeigt.',
};
