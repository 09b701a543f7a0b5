/** A receiver of the webhook of alarms: checks each signature, and refuses when it is told to. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alarm } from '@longshore/contract';

/** What the receiver expects requests to be signed with. */
export const ALARM_SECRET = 'a secret of the receiver';

/** A receiver that listens. */
export interface AlarmReceiver {
  readonly url: string;
  /** What was taken, in order; a message that came again stands here again. */
  readonly taken: Alarm[];
  /** Requests that were refused although their signature was right. */
  readonly refused: Alarm[];
  /** Requests with a wrong signature, or an old one. */
  readonly forged: number;
  stop(): Promise<void>;
}

const OLDEST_SECONDS = 300;

/** `refuse`: the answer of a request that is not taken, or null. */
export async function startAlarmReceiver(
  refuse: (alarm: Alarm, tries: number) => number | null | Promise<number | null> = () => null,
): Promise<AlarmReceiver> {
  const taken: Alarm[] = [];
  const refused: Alarm[] = [];
  const tries = new Map<string, number>();
  let forged = 0;
  const server = createServer(async (req, res) => {
    const body = await textOf(req);
    if (!isSigned(req, body)) {
      forged += 1;
      return void res.writeHead(401).end();
    }
    const alarm = JSON.parse(body) as Alarm;
    const delivery = String(req.headers['longshore-delivery']);
    const count = (tries.get(delivery) ?? 0) + 1;
    tries.set(delivery, count);
    const status = await refuse(alarm, count);
    (status === null ? taken : refused).push(alarm);
    res.writeHead(status ?? 204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}/alarms`,
    taken,
    refused,
    get forged() {
      return forged;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function isSigned({ headers }: IncomingMessage, body: string): boolean {
  const timestamp = String(headers['longshore-timestamp']);
  const given = Buffer.from(String(headers['longshore-signature']));
  const own = createHmac('sha256', ALARM_SECRET).update(`${timestamp}.${body}`).digest('hex');
  const right = Buffer.from(`v1=${own}`);
  const isFresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) < OLDEST_SECONDS;
  return isFresh && given.length === right.length && timingSafeEqual(given, right);
}
