/**
 * The file behind an address: 302 to the store where it has addresses of its own, else the bytes,
 * with Range. No header needed.
 */
import { pipeline } from 'node:stream/promises';
import { AppError } from '@longshore/contract';
import { contentDisposition, contentTypeOf } from '@longshore/storage';
import type { StoredFile, TaskRecord } from '@longshore/tasks';
import { type Request, type Response, Router } from 'express';
import { bearerOf } from '../audit/actor.js';
import { clientAddress } from '../http/client-address.js';
import type { CentreServices } from '../services.js';
import { fileOfRecord } from './file-address.js';
import { type FileClaim, openFileToken } from './file-token.js';

const STORE_ADDRESS_MS = 60_000;

export function fileRoutes({ tasks, store, fileKeys, failures, audit }: CentreServices): Router {
  const routes = Router();

  routes.get('/files/:token', async (req, res) => {
    const claim = await openFileToken(req.params.token, fileKeys.find).catch(countForgery(req));
    const { file, record } = await claimedFile(claim);
    res.set('Cache-Control', 'private, no-store').set('Referrer-Policy', 'no-referrer');
    const address = await store.address(file.key, {
      fileName: file.name,
      expiresMs: STORE_ADDRESS_MS,
    });
    if (isDownload(req)) await noteDownload(req, claim, record);
    if (address !== null) return res.redirect(302, address);
    await sendBytes(req, res, file);
  });

  /** A guess is told as such only while the address has not made too many. */
  const countForgery = (req: Request) => (error: unknown) => {
    if (error instanceof AppError && error.code === 'invalid_address')
      failures.count(clientAddress(req));
    throw error;
  };

  async function noteDownload(req: Request, claim: FileClaim, task: TaskRecord): Promise<void> {
    const { kind, type } = task;
    const bearer = bearerOf(req, claim.madeFor ?? task.owner);
    await tasks.noteDownload(claim.taskId);
    await audit.note('download', bearer, { task, kind, type, detail: claim.file });
  }

  async function claimedFile(
    claim: FileClaim,
  ): Promise<{ readonly file: StoredFile; readonly record: TaskRecord }> {
    const { taskId, attempt, file, expiresAt } = claim;
    const [record, now] = await Promise.all([tasks.record(taskId), tasks.nowMs()]);
    if (expiresAt <= now) throw new AppError('address_expired');
    const stored = record?.attempt === attempt ? await fileOfRecord(record, file, { store }) : null;
    if (record === null || stored === null) throw new AppError('file_gone');
    return { file: stored, record };
  }

  async function sendBytes(req: Request, res: Response, file: StoredFile): Promise<void> {
    const info = await store.stat(file.key);
    if (info === null) throw new AppError('file_gone');
    const range = wantedRange(req, info.sizeBytes);
    res
      .set('Accept-Ranges', 'bytes')
      .set('Content-Disposition', contentDisposition(file.name))
      .type(contentTypeOf(file.name));
    if (range === 'unsatisfiable')
      return void res.status(416).set('Content-Range', `bytes */${info.sizeBytes}`).end();
    const { start, end } = range ?? { start: 0, end: info.sizeBytes };
    if (range !== null)
      res.status(206).set('Content-Range', `bytes ${start}-${end - 1}/${info.sizeBytes}`);
    res.set('Content-Length', String(end - start));
    if (req.method === 'HEAD') return void res.end();
    await pipeline(await store.read(file.key, { start, end }), res).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error; // the browser went away
      },
    );
  }

  return routes;
}

/** A player or a resumed download asks for many ranges: only its first counts. */
const isDownload = (req: Request): boolean =>
  req.method === 'GET' && /^(bytes=0-|$)/.test(req.get('range') ?? '');

/**
 * One range of bytes [start, end); null: the whole file is wanted (several ranges are answered so
 * too).
 */
function wantedRange(
  req: Request,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const ranges = req.range(sizeBytes, { combine: true });
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return null;
  const [range] = ranges;
  return range === undefined ? null : { start: range.start, end: range.end + 1 };
}
