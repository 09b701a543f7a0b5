/** The call about alarms in the OpenAPI document. */
import { AlarmsQuery } from '@longshore/contract';
import { json, type Operation, operation, queryParameters, ref } from './openapi-parts.js';

/** For operators. */
export const ALARM_PATHS: Record<string, Record<string, Operation>> = {
  '/api/alarms': {
    get: operation(
      'listAlarms',
      'Open alarms, and those that ended; for operators',
      { 200: json('Each newest first', ref('AlarmList')) },
      { parameters: queryParameters(AlarmsQuery) },
    ),
  },
};
