/**
 * Alarms as signed POST requests. The signature is HMAC-SHA256 of `<timestamp>.<body>`, so that a
 * receiver can refuse what is forged, and what is old.
 */
import { createHmac } from 'node:crypto';
import type { AlarmSink } from './alarm-sink.js';

/** Where the webhook is, and the secret that it shares with its receiver. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

const WEBHOOK_SINK = 'webhook';

/** Each request is signed anew, when it is sent. */
export const webhookSink = ({ url, secret }: Webhook): AlarmSink => ({
  name: WEBHOOK_SINK,
  send: async (alarm, signal) => {
    const body = JSON.stringify(alarm);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'Longshore-Delivery': `${alarm.id}/${alarm.state}`,
        'Longshore-Timestamp': timestamp,
        'Longshore-Signature': `v1=${signatureOf(secret, timestamp, body)}`,
      },
      body,
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
  },
});

const signatureOf = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
