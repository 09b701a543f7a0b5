/** How a task goes on, and alarms, in German. */

export const messages: Readonly<Record<string, string>> = {
  'messages.none': 'Keine Aufgabe.',
  'messages.registered': 'Registriert.',
  'messages.alreadyRunning': 'Eine Aufgabe dieses Typs läuft bereits.',
  'messages.queued': 'Wartet auf einen Worker.',
  'messages.waitsUntil': 'Wartet bis {time} ({zone}).',
  'messages.running': 'Läuft.',
  'messages.runningRows': '{done} {done|Zeile|Zeilen}',
  'messages.runningRowsOf': '{done} von {total} {total|Zeile|Zeilen}',
  'messages.retrying': 'Ein Fehler ist aufgetreten; ein neuer Versuch startet von selbst.',
  'messages.paused': 'Angehalten.',
  'messages.previewed':
    'Durchgesehen: {total} {total|Zeile|Zeilen}. Gespeichert wird erst, wenn Sie bestätigen.',
  'messages.succeeded': 'Fertig: {succeeded} {succeeded|Zeile|Zeilen}.',
  'messages.ran': 'Fertig.',
  'messages.partial':
    '{succeeded} {succeeded|Zeile|Zeilen} gespeichert, {failed} zu korrigieren: siehe Fehlerdatei.',
  'messages.undone':
    'Rückgängig gemacht: {succeeded} {succeeded|Zeile ist|Zeilen sind} wie vor dem Import.',
  'messages.undonePartly':
    '{succeeded} {succeeded|Zeile ist|Zeilen sind} wie vor dem Import, {failed} {failed|blieb|blieben} unverändert, da jemand sie seitdem geändert hat: siehe Datei.',
  'messages.undoneOf':
    '{succeeded} Zeilen sind wie vor dem Import, {failed} blieben unverändert, {unprocessed} wurden nicht erreicht.',
  'messages.undoPreviewed':
    'Durchgesehen: {total} {total|Zeile|Zeilen}. Rückgängig gemacht wird erst, wenn Sie bestätigen.',
  'messages.saved': '{succeeded} Zeilen gespeichert, {failed} zu korrigieren.',
  'messages.noneWaits': 'Keine dieser Zeilen ist noch offen: Sie wurden schon gespeichert.',
  'messages.processed': 'Fertig: {succeeded} {succeeded|Datensatz|Datensätze}.',
  'messages.processedPartly':
    '{succeeded} {succeeded|Datensatz|Datensätze} erfolgreich, {failed} nicht, davon {exceptions} wegen einer Systemstörung.',
  'messages.processedOf':
    '{succeeded} {succeeded|Datensatz|Datensätze} erfolgreich, {failed} nicht, {unprocessed} nicht erreicht.',
  'messages.processedRecords': '{done} {done|Datensatz|Datensätze}',
  'messages.processedRecordsOf': '{done} von {total} {total|Datensatz|Datensätzen}',
  'messages.savedOf':
    '{succeeded} Zeilen gespeichert, {failed} zu korrigieren, {unprocessed} nicht erreicht.',
  'messages.failed': 'Fehlgeschlagen.',
  'messages.maintainersTold': 'Die Verantwortlichen sind durch einen Alarm informiert.',
  'messages.cancelled': 'Abgebrochen.',
  'messages.expired': 'Abgelaufen: Die Frist ist vorbei; starten Sie noch einmal.',
  'phases.queued': 'wartend',
  'phases.running': 'laufend',
  'phases.retrying': 'neuer Versuch',
  'phases.paused': 'angehalten',
  'phases.previewed': 'Vorschau',
  'phases.succeeded': 'erfolgreich',
  'phases.partial': 'teilweise erledigt',
  'phases.failed': 'fehlgeschlagen',
  'phases.cancelled': 'abgebrochen',
  'phases.expired': 'abgelaufen',
  'alarms.task_given_up': 'Aufgaben von {subject} werden aufgegeben: {reason}',
  'alarms.failure_ratio':
    'Von den letzten {ended} Aufgaben von {subject} sind {failed} fehlgeschlagen.',
  'alarms.routine_missed':
    'Termine der Routine {subject} sind verstrichen, ohne dass sie ausgeführt werden konnten, ab {tick}.',
  'alarms.routine_late':
    'Die Routine {subject} ist verspätet: Ihr Termin {tick} hat nicht rechtzeitig begonnen.',
  'alarms.queue_delay': 'Aufgaben der Art {subject} warten seit {seconds} s in der Warteschlange.',
  'alarms.worker_lost': 'Worker sind ohne Meldung verschwunden, zuletzt {worker}.',
  'alarms.part_away': 'Ein Teil ist nicht erreichbar: {subject}. {reason}',
};
