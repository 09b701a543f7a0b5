/**
 * Preloaded into a worker: the first SIGUSR2 starts V8's profiler, the second writes to the file
 * that PROFILE names.
 */
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
session.post('Profiler.enable');
process.once('SIGUSR2', () => {
  session.post('Profiler.start');
  process.once('SIGUSR2', () =>
    session.post('Profiler.stop', (_error, { profile }) =>
      writeFileSync(process.env.PROFILE, JSON.stringify(profile)),
    ),
  );
});
