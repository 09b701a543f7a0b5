#!/usr/bin/env node
/**
 * `node infra/bin/run.mjs COMMAND [args]`: what `npm run demo`, `npm start`, `npm test`, `npm run
 * bench`, `npm run faults`, `npm run compat`, `npm run fuzz`, `npm run packages`, `npm run
 * versions`, `npm run release`, `npm run new` and `npm run longshore` call. Runs before anything is
 * installed, so it needs nothing but Node, and says it plainly when that is too old.
 */
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Longshore needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}
import('./command.mjs').then(({ run }) => run(process.argv.slice(2)));
