/** Why something failed, in a few words for operators and logs. */
const LONGEST_CAUSE = 500;

/** The messages of an error and of what caused the error, none twice. */
export function causeText(error: Error): string {
  let text = '';
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (!text.includes(cause.message)) text += text === '' ? cause.message : `: ${cause.message}`;
  return text.slice(0, LONGEST_CAUSE);
}
