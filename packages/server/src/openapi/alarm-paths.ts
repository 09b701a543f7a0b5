/** The call about alarms in the OpenAPI document. */
import { AlarmsQuery } from '@longshore/contract';
import { named, type Paths, queryParameters } from './openapi-parts.js';

export const ALARM_PATHS: Paths = {
  '/api/alarms': {
    get: {
      id: 'listAlarms',
      tag: 'Desk',
      isForOperators: true,
      summary: 'Open alarms, and those that ended',
      says: 'What went wrong in the fleet, one alarm a cause and subject, each list newest first.',
      answers: { 200: named('Each newest first', 'AlarmList') },
      parameters: queryParameters(AlarmsQuery),
    },
  },
};
