/** How a task goes on, and alarms, in Japanese. */

export const messages: Readonly<Record<string, string>> = {
  'messages.none': 'タスクはありません。',
  'messages.registered': '登録しました。',
  'messages.alreadyRunning': 'このタイプのタスクがすでに実行中です。',
  'messages.queued': 'ワーカーを待っています。',
  'messages.waitsUntil': '{time}（{zone}）まで待機します。',
  'messages.running': '実行中です。',
  'messages.runningRows': '{done} 行',
  'messages.runningRowsOf': '{total} 行中 {done} 行',
  'messages.retrying': '障害が発生したため、自動的に再試行しています。',
  'messages.paused': '一時停止中です。',
  'messages.previewed': '{total} 行を確認しました。確定するまで保存されません。',
  'messages.succeeded': '完了: {succeeded} 行。',
  'messages.ran': '完了しました。',
  'messages.partial':
    '{succeeded} 行を保存しました。{failed} 行は修正が必要です。エラーブックをご覧ください。',
  'messages.undone': '元に戻しました: {succeeded} 行がインポート前の状態です。',
  'messages.undonePartly':
    '{succeeded} 行をインポート前の状態に戻しました。{failed} 行はその後に他の人が変更したため、そのままです。ファイルをご覧ください。',
  'messages.undoneOf':
    '{succeeded} 行をインポート前の状態に戻しました。{failed} 行はそのまま、{unprocessed} 行は未処理です。',
  'messages.undoPreviewed': '{total} 行を確認しました。確定するまで元に戻しません。',
  'messages.saved': '{succeeded} 行を保存しました。{failed} 行は修正が必要です。',
  'messages.noneWaits': 'これらの行はすべて保存済みで、修正待ちではありません。',
  'messages.processed': '完了: {succeeded} 件。',
  'messages.processedPartly':
    '{succeeded} 件が成功、{failed} 件が失敗しました。うち {exceptions} 件はシステムの障害によるものです。',
  'messages.processedOf': '{succeeded} 件が成功、{failed} 件が失敗、{unprocessed} 件は未処理です。',
  'messages.processedRecords': '{done} 件',
  'messages.processedRecordsOf': '{total} 件中 {done} 件',
  'messages.savedOf':
    '{succeeded} 行を保存しました。{failed} 行は修正が必要、{unprocessed} 行は未処理です。',
  'messages.failed': '失敗しました。',
  'messages.maintainersTold': '担当者にはアラームで通知済みです。',
  'messages.cancelled': 'キャンセルしました。',
  'messages.expired': '期限が切れました。もう一度開始してください。',
  'phases.queued': '待機中',
  'phases.running': '実行中',
  'phases.retrying': '再試行中',
  'phases.paused': '一時停止中',
  'phases.previewed': '確認待ち',
  'phases.succeeded': '成功',
  'phases.partial': '一部完了',
  'phases.failed': '失敗',
  'phases.cancelled': 'キャンセル',
  'phases.expired': '期限切れ',
  'alarms.task_given_up': '{subject} のタスクを打ち切りました: {reason}',
  'alarms.failure_ratio': '{subject} の直近 {ended} 件のタスクのうち {failed} 件が失敗しました。',
  'alarms.routine_missed':
    '定期処理 {subject} の実行時刻が、実行されないまま過ぎました（{tick} から）。',
  'alarms.routine_late':
    '定期処理 {subject} が遅れています: {tick} の回が時間どおりに始まりませんでした。',
  'alarms.queue_delay': '種別 {subject} のタスクが {seconds} 秒間キューで待っています。',
  'alarms.worker_lost': 'ワーカーとの連絡が途絶えました。最後は {worker} です。',
  'alarms.part_away': '構成要素を利用できません: {subject}。{reason}',
};
