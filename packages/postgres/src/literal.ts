/**
 * Values in the text of statements: COPY, and several statements in one message, take no
 * parameters.
 */
import pg from 'pg';
import { parameterOf } from './parameters.js';

/** As pg writes a parameter, which its types do not tell. */
const { prepareValue } = (
  pg as unknown as { readonly utils: { prepareValue(value: unknown): string | null } }
).utils;

/** A value in the text of a statement, quoted by pg. */
export function literal(value: unknown): string {
  const text = prepareValue(parameterOf(value));
  return text === null ? 'NULL' : pg.escapeLiteral(text);
}
