/** Calls of the API from the operator's command line. */
import { StackError } from './stack-error.js';

/** Calls the API as an operator. Throws StackError with the API's own sentence. */
export type OperatorCall = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

const LOCAL = 'http://127.0.0.1:3000';

/** By the environment of the command line. */
export function operatorCall({
  LONGSHORE_URL: url = LOCAL,
  LONGSHORE_TOKEN: token,
}: NodeJS.ProcessEnv) {
  // without a token: the developer's sign-in of a local stack
  const caller =
    token === undefined
      ? { 'x-owner': 'operator', 'x-role': 'operator' }
      : { authorization: `Bearer ${token}` };
  const call: OperatorCall = async <Answer>(method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { ...caller, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new StackError(`There is no API at ${url}: set LONGSHORE_URL.`, { cause });
    });
    const answer: unknown = await response.json().catch(() => null);
    // both are of the contract
    if (!response.ok) throw new StackError(sentenceOf(answer as Refusal | null, response.status));
    if (answer === null) throw new StackError(`${url} is no API of Longshore: set LONGSHORE_URL.`);
    return answer as Answer;
  };
  return call;
}

interface Refusal {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

const sentenceOf = (refusal: Refusal | null, status: number): string =>
  [
    refusal?.detail ?? `The API answered ${status}.`,
    ...(refusal?.errors ?? []).map(({ path, message }) => `${path}: ${message}`),
  ].join(' ');
