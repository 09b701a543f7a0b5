/**
 * Where the main thread is right now, asked from another thread: V8 interrupts JavaScript that does
 * not come back, regular expressions too. Used by lease-thread.mjs.
 */
import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';

/** @import { Debugger } from 'node:inspector' */

/** Native code cannot be interrupted: then nothing is known. */
const ANSWER_MS = 2_000;
const MOST_CALLS = 5;

/**
 * The innermost calls outside of Node itself, as `name (file:line)`; empty when the main thread
 * cannot be interrupted.
 * @returns {Promise<string[]>}
 */
export async function blockingCalls() {
  const session = new Session();
  session.connectToMainThread();
  try {
    return await Promise.race([pausedCalls(session), sleep(ANSWER_MS, [], { ref: false })]);
  } finally {
    // the main thread runs on, also when it was not yet interrupted
    session.post('Debugger.disable');
    session.disconnect();
  }
}

/**
 * @param {Session} session
 * @returns {Promise<string[]>}
 */
function pausedCalls(session) {
  /** @type {Map<string, string>} */
  const files = new Map();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => files.set(scriptId, url));
  return new Promise((resolve) => {
    session.once('Debugger.paused', ({ params }) => {
      session.post('Debugger.resume');
      resolve(
        params.callFrames
          .map((call) => ({ call, file: files.get(call.location.scriptId) ?? '' }))
          .filter(({ file }) => file !== '' && !file.startsWith('node:'))
          .slice(0, MOST_CALLS)
          .map(({ call, file }) => describeCall(call, file)),
      );
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}

/**
 * @param {Debugger.CallFrame} call
 * @param {string} file
 */
const describeCall = ({ functionName, location }, file) =>
  `${functionName || 'a function'} (${file}:${location.lineNumber + 1})`;
