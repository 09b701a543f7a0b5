/** The alarms of the fleet, for operators: those that are open, and those that ended lately. */
import { alarmMessage } from '@longshore/alarms';
import { type AlarmList, AlarmsQuery } from '@longshore/contract';
import { Router } from 'express';
import { callerOf, requireOperator } from '../auth/caller.js';
import { parseInput } from '../http/parse-input.js';
import type { CentreServices } from '../services.js';

export function alarmRoutes({ tasks }: CentreServices): Router {
  const routes = Router();
  routes.get('/alarms', async (req, res) => {
    requireOperator(callerOf(res));
    const { limit } = parseInput(AlarmsQuery, req.query);
    const { open, recent } = await tasks.alarms.list(limit);
    res.json({
      open: open.map((alarm) => alarmMessage(alarm)),
      recent: recent
        .filter(({ resolvedAt }) => resolvedAt !== null)
        .map((alarm) => alarmMessage(alarm)),
    } satisfies AlarmList);
  });
  return routes;
}
