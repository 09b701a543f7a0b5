/** The files of a task: all of them with their addresses, and each by its role. */
import { AppError, type TaskFilesOut } from '@longshore/contract';
import type { TaskRecord } from '@longshore/tasks';
import { type Request, type Response, Router } from 'express';
import { callerOf } from '../auth/caller.js';
import { visibleType } from '../auth/permissions.js';
import { fileAddress, fileOfRecord } from '../files/file-address.js';
import { FILE_ROLES, type FileRole } from '../files/file-token.js';
import { baseAddress } from '../http/base-address.js';
import { fileExpiry } from '../polls/task-result.js';
import type { CentreServices } from '../services.js';
import { requireOwnRecord } from './require-own-record.js';

export function taskFileRoutes(services: CentreServices): Router {
  const { tasks } = services;
  const routes = Router();

  routes.get('/tasks/:id/files', async (req, res) => {
    const record = await seenRecord(req, res);
    const address = await addressesOf(record, res);
    const files = await Promise.all(
      FILE_ROLES.map(async (role) => ({ role, file: await fileOfRecord(record, role, services) })),
    );
    const items = files.flatMap(({ role, file }) => {
      // the result of an import is its error workbook
      if (file === null || (role === 'result' && file.key === record.issues?.key)) return [];
      return [{ role, name: file.name, sizeBytes: file.sizeBytes, url: address(role) }];
    });
    res.json({ items } satisfies TaskFilesOut);
  });

  for (const role of FILE_ROLES)
    routes.get(`/tasks/:id/${role}`, async (req, res) => {
      const record = await seenRecord(req, res);
      if ((await fileOfRecord(record, role, services)) === null)
        throw new AppError('result_not_found');
      res.redirect(302, (await addressesOf(record, res))(role));
    });

  /** The files of a type that the caller may not see are not the caller's either. */
  async function seenRecord(req: Request, res: Response): Promise<TaskRecord> {
    const record = await requireOwnRecord(req, res, tasks);
    if ((await visibleType(record, callerOf(res), services)) === undefined)
      throw new AppError('result_not_found');
    return record;
  }

  async function addressesOf(
    record: TaskRecord,
    res: Response,
  ): Promise<(role: FileRole) => string> {
    const address = fileAddress(baseAddress(res.req, services), services);
    const expiresAt = fileExpiry(record, await tasks.nowMs());
    const { owner } = callerOf(res);
    const madeFor = owner === record.owner ? null : owner;
    return (role) => address({ ...record, expiresAt, madeFor }, role);
  }

  return routes;
}
