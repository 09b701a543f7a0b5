/** Error codes in German, as of `ERROR_CODES`. */

export const deErrors: Readonly<Record<string, string>> = {
  'errors.invalid_request': 'Die Anfrage konnte nicht gelesen werden: {reason}.',
  'errors.unauthenticated': 'Melden Sie sich zuerst an.',
  'errors.forbidden': 'Dafür ist die Rolle {role} erforderlich.',
  'errors.type_not_allowed': 'Sie dürfen keine Aufgaben des Typs {type} starten.',
  'errors.forbidden_origin': 'Eine Anfrage mit dem Sitzungs-Cookie muss von dieser Website kommen.',
  'errors.invalid_address': 'Diese Dateiadresse ist ungültig.',
  'errors.not_found': 'Unter dieser Adresse gibt es nichts.',
  'errors.task_not_found': 'Diese Aufgabe gibt es nicht.',
  'errors.result_not_found': 'Diese Aufgabe hat keine solche Datei.',
  'errors.method_not_allowed': 'Diese Adresse nimmt {allowed} an, nicht {method}.',
  'errors.request_too_slow':
    'Die Anfrage kam zu langsam und wurde abgebrochen; versuchen Sie es mit einer schnelleren Verbindung noch einmal.',
  'errors.slot_taken': 'Eine Aufgabe dieses Typs läuft bereits: {taskId}.',
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
  'errors.call_not_at_rest':
    'Ein Aufruf im Zustand „{state}“ kann weder noch einmal ausgeführt noch aufgegeben werden.',
  'errors.task_not_live': 'Eine Aufgabe im Zustand „{phase}“ kann nicht gestoppt werden.',
  'errors.rows_settled':
    'Zeilen dieses Imports wurden bereits gespeichert oder abgelehnt, daher kann er jetzt nicht anders gelesen werden; starten Sie mit diesen Optionen einen neuen Import.',
  'errors.address_expired':
    'Diese Dateiadresse ist abgelaufen; öffnen Sie die Aufgabe noch einmal.',
  'errors.file_gone':
    'Diese Datei wird nicht mehr aufbewahrt; führen Sie die Aufgabe noch einmal aus.',
  'errors.payload_too_large':
    'Die gesendeten Daten sind größer als {maxBytes} {maxBytes|Byte|Byte}.',
  'errors.unsupported_media_type': 'Senden Sie {expected}.',
  'errors.invalid_params': 'Einige Parameter sind ungültig.',
  'errors.unknown_type': 'Es gibt keinen Typ „{type}“ der Art {kind}.',
  'errors.unsupported_format':
    'Die Datei ist weder eine .xlsx-Arbeitsmappe noch Text mit Trennzeichen (.csv); speichern Sie sie in einem dieser Formate.',
  'errors.old_workbook':
    'Die Datei ist eine alte .xls-Arbeitsmappe oder durch ein Kennwort geschützt; speichern Sie sie als .xlsx ohne Kennwort.',
  'errors.password_protected':
    'Die Arbeitsmappe ist durch ein Kennwort geschützt; öffnen Sie sie in Excel und speichern Sie sie ohne Kennwort.',
  'errors.binary_workbook':
    'Die Datei ist eine binäre Arbeitsmappe (.xlsb); öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.open_document':
    'Die Datei ist eine OpenDocument-Datei (.ods); öffnen Sie sie und speichern Sie sie als .xlsx.',
  'errors.other_document':
    'Die Datei ist ein Dokument eines anderen Programms und keine Arbeitsmappe; senden Sie .xlsx oder .csv.',
  'errors.web_page':
    'Die Datei ist eine Webseite mit dem Namen einer Arbeitsmappe; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.web_archive':
    'Die Datei ist eine Webseite in einer einzelnen Datei (MHT) mit dem Namen einer Arbeitsmappe; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.xml_spreadsheet':
    'Die Datei ist eine Arbeitsmappe im XML-Format von Excel 2003; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.owner_file':
    'Die Datei ist die kleine Datei (~$…), mit der Excel eine Arbeitsmappe als geöffnet markiert; wählen Sie die Arbeitsmappe selbst.',
  'errors.pdf_file':
    'Die Datei ist ein PDF; senden Sie die Arbeitsmappe, aus der es erstellt wurde.',
  'errors.image_file': 'Die Datei ist ein Bild; senden Sie die Arbeitsmappe selbst.',
  'errors.compressed_file':
    'Die Datei ist komprimiert; entpacken Sie sie und senden Sie die enthaltene .xlsx- oder .csv-Datei.',
  'errors.json_document':
    'Die Datei ist ein einzelnes JSON-Dokument; senden Sie stattdessen JSON-Zeilen: ein Objekt in jeder Zeile, ohne Kommas dazwischen.',
  'errors.bytes_after_archive':
    'Nach dem Ende der Arbeitsmappe folgen weitere Bytes, sie wurde also vielleicht verkettet oder beschädigt; öffnen Sie sie in Excel und speichern Sie sie noch einmal.',
  'errors.encoding_unclear':
    'Die Zeichenkodierung der Datei ist nicht eindeutig: {readings}. Wählen Sie eine aus und starten Sie noch einmal, oder speichern Sie die Datei als „CSV UTF-8“.',
  'errors.idempotency_mismatch':
    'Dieser Idempotency-Key wurde für eine andere Anfrage verwendet; nehmen Sie einen neuen.',
  'errors.file_required': 'Hängen Sie die Datei im Feld „file“ an, nach „type“ und „options“.',
  'errors.empty_file': 'Die hochgeladene Datei ist leer.',
  'errors.upload_broken': 'Das Hochladen wurde abgebrochen; senden Sie die Datei noch einmal.',
  'errors.rate_limited': 'Zu viele Anfragen; warten Sie {seconds} s.',
  'errors.internal': 'Auf unserer Seite ist ein Fehler aufgetreten.',
  'errors.sign_in_unavailable':
    'Der Anmeldedienst ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.redis_unavailable':
    'Die Warteschlange der Aufgaben ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.store_unavailable':
    'Der Dateispeicher ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.store_full': 'Der Dateispeicher ist voll; versuchen Sie es später noch einmal.',
  'errors.database_unavailable':
    'Die Datenbank ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.too_many_rows':
    'Mehr als {maxRows} {maxRows|Zeile|Zeilen}: Schränken Sie die Auswahl ein oder teilen Sie die Datei.',
  'errors.too_many_files':
    'Die Zeilen verteilen sich auf mehr als {maxFiles} {maxFiles|Datei|Dateien}: Schränken Sie die Auswahl ein oder verlangen Sie mehr Zeilen je Datei.',
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
  'errors.batch_held':
    'Die Aufgabe {taskId} bearbeitet einen geordneten Stapel des Typs {type}; ein zweiter würde die Reihenfolge zerstören.',
  'errors.batch_needs_database':
    'Ein Stapel arbeitet auf einer Tabelle; diese Anwendung hat keine Datenbank.',
  'errors.batch_table_missing': 'Die Datenbank hat keine Tabelle {table}.',
  'errors.batch_column_missing': 'Die Tabelle {table} hat keine Spalte {column}.',
  'errors.batch_key_nullable':
    'Die Spalte {column} von {table} darf leer sein; ein Stapel braucht einen Schlüssel, der NOT NULL ist.',
  'errors.batch_key_null':
    '{rows} {rows|Datensatz|Datensätze} von {table} {rows|hat|haben} keinen Wert im Schlüssel {column}.',
  'errors.batch_key_repeated': 'Der Schlüssel {column} von {table} ist nicht eindeutig: {rule}.',
  'errors.batch_flag_unfit':
    'Die Spalte {column} von {table} ({kind}) kann das Kennzeichen {value} nicht aufnehmen.',
  'errors.batch_flag_unknown':
    'Datensätze von {table} haben {value} in {column}; das ist keines der Kennzeichen des Stapels.',
  'errors.batch_kind_changed':
    'Die Spalte {column} von {table} war {before}, als der Stapel begann, und ist jetzt {now}.',
  'errors.batch_index_missing':
    'Die Tabelle {table} hat keinen Index für die Seiten des Stapels nach {column}.',
  'errors.batch_row_misfits':
    'Die Spalte {column} der Tabelle {table} enthält {found}; {type} deklariert etwas anderes: {reason}',
  'errors.not_pausable':
    'Nur ein Stapel kann angehalten werden; diese Aufgabe ist von der Art {kind}.',
  'errors.task_not_pausable': 'Eine Aufgabe im Zustand „{phase}“ kann nicht angehalten werden.',
  'errors.task_not_resumable':
    'Nur eine angehaltene Aufgabe kann fortgesetzt werden; der Zustand dieser Aufgabe ist „{phase}“.',
  'errors.business_refused': '{reason}',
  'errors.column_gone':
    'Die Exporte von {type} haben die Spalte {column} nicht mehr; wählen Sie die Spalten neu.',
  'errors.rows_lack_columns': 'Den Zeilen von {type} fehlt {columns}; sie haben {found}.',
  'errors.rows_wrong_type':
    'Die Zeilen von {type} enthalten {found} in {column}, einer Spalte der Art {kind}.',
  'errors.executor_failed': 'Das Programm für diesen Typ ist fehlgeschlagen.',
  'errors.attempts_exhausted': 'Nach {attempts} {attempts|Versuch|Versuchen} aufgegeben: {reason}',
  'errors.run_ended': 'Dieser Lauf der Routine ist zuvor beendet worden: {outcome}.',
  'errors.worker_lost': 'Der Worker ging während des Laufs verloren.',
  'errors.worker_blocked': 'Der Worker war während des Laufs zu lange blockiert.',
};
