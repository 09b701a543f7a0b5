/** Other error codes in German, as of `ERROR_CODES`. */

export const errors: Readonly<Record<string, string>> = {
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
  'errors.invalid_params': 'Einige Parameter sind ungültig.',
  'errors.unknown_type': 'Es gibt keinen Typ „{type}“ der Art {kind}.',
  'errors.password_protected':
    'Die Arbeitsmappe ist durch ein Kennwort geschützt; öffnen Sie sie in Excel und speichern Sie sie ohne Kennwort.',
  'errors.web_page':
    'Die Datei ist eine Webseite mit dem Namen einer Arbeitsmappe; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.web_archive':
    'Die Datei ist eine Webseite in einer einzelnen Datei (MHT) mit dem Namen einer Arbeitsmappe; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.xml_spreadsheet':
    'Die Datei ist eine Arbeitsmappe im XML-Format von Excel 2003; öffnen Sie sie in Excel und speichern Sie sie als .xlsx.',
  'errors.bytes_after_archive':
    'Nach dem Ende der Arbeitsmappe folgen weitere Bytes, sie wurde also vielleicht verkettet oder beschädigt; öffnen Sie sie in Excel und speichern Sie sie noch einmal.',
  'errors.idempotency_mismatch':
    'Dieser Idempotency-Key wurde für eine andere Anfrage verwendet; nehmen Sie einen neuen.',
  'errors.file_required': 'Hängen Sie die Datei im Feld „file“ an, nach „type“ und „options“.',
  'errors.rate_limited': 'Zu viele Anfragen; warten Sie {seconds} s.',
  'errors.internal': 'Auf unserer Seite ist ein Fehler aufgetreten.',
  'errors.sign_in_unavailable':
    'Der Anmeldedienst ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.store_unavailable':
    'Der Dateispeicher ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.store_full': 'Der Dateispeicher ist voll; versuchen Sie es später noch einmal.',
  'errors.database_unavailable':
    'Die Datenbank ist nicht erreichbar; versuchen Sie es in Kürze noch einmal.',
  'errors.too_many_rows':
    'Mehr als {maxRows} {maxRows|Zeile|Zeilen}: Schränken Sie die Auswahl ein oder teilen Sie die Datei.',
  'errors.too_many_files':
    'Die Zeilen verteilen sich auf mehr als {maxFiles} {maxFiles|Datei|Dateien}: Schränken Sie die Auswahl ein oder verlangen Sie mehr Zeilen je Datei.',
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
