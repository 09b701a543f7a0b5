/** A call as an operation of the OpenAPI document, with the refusals that every call has. */
import { ERROR_CODES, type ErrorCode } from '@longshore/contract';
import { type Call, type Method, ref, type Schema } from './openapi-parts.js';

export const operation = (method: Method, call: Call): Schema => ({
  operationId: call.id,
  tags: [call.tag],
  summary: call.summary,
  description: call.says,
  ...(call.parameters !== undefined && { parameters: call.parameters }),
  ...(call.body !== undefined && { requestBody: call.body }),
  ...(call.isOpen && { security: [] }),
  responses: {
    ...call.answers,
    ...refusals([...(call.refuses ?? []), ...general(method, call)]),
    default: problem('Any other refusal, or a part that is away (503)'),
  },
});

const BODY_REFUSALS = [
  'invalid_request',
  'invalid_params',
  'payload_too_large',
  'unsupported_media_type',
] as const;

/** Refusals that follow from what a call is. */
function* general(method: Method, call: Call): Generator<ErrorCode> {
  if (call.isOpen) return;
  yield 'unauthenticated';
  if (call.isForOperators) yield 'forbidden';
  if (method !== 'get') yield 'forbidden_origin';
  if (call.parameters?.some((parameter) => parameter.in === 'query')) yield 'invalid_params';
  if (call.body !== undefined) yield* BODY_REFUSALS;
  yield 'rate_limited';
}

/** An answer for each status, which says the codes that it may have. */
function refusals(codes: readonly ErrorCode[]): Schema {
  const told = [...new Set(codes)];
  const statuses = [...new Set(told.map((code) => ERROR_CODES[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const some = told.filter((code) => ERROR_CODES[code].status === status);
      return [status, problem(`\`${some.join('`, `')}\``)];
    }),
  );
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ref('Problem') } },
});
