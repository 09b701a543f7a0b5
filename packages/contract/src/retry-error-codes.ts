/** Error codes of retryable calls, as of `ERROR_CODES`. */

/** Why an operator cannot change a call. */
export const RETRY_ERROR_CODES = {
  call_not_at_rest: {
    status: 409,
    en: 'A call that is {state} can be neither run again nor given up.',
    zh: '状态为 {state} 的调用既不能重新运行，也不能放弃。',
  },
} as const;
