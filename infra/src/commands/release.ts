/**
 * `npm run release`: builds everything anew, lets a stranger use what is published (`npm run
 * packages`), and shows what npm would publish. `-- --publish` publishes it, with the provenance
 * that the workflow's identity proves; .github/workflows/release.yml calls that for a tag.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-child.js';
import { StackError } from '../stack-error.js';
import type { Command, CommandOptions } from './command.js';

export const release: Command = async ({ root, args, signal, say }) => {
  const isMeant = args[0] === '--publish';
  if (args.length > (isMeant ? 1 : 0))
    throw new StackError('Say npm run release, or npm run release -- --publish.');
  const publish = ['npm', 'publish', ...workspaces(root), isMeant ? '--provenance' : '--dry-run'];
  const steps = [['npm', 'run', 'build', '--', '--force'], ['npm', 'run', 'packages'], publish];
  for (const command of steps) await mustRun(command, { root, signal });
  say(isMeant ? 'Published.' : 'Nothing was published: say npm run release -- --publish for that.');
  return 0;
};

/** As npm is told the packages that are not private. */
const workspaces = (root: string): string[] =>
  readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .filter(
      (directory) =>
        JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')).private !== true,
    )
    .map((directory) => `--workspace=${directory}`);

async function mustRun(
  command: readonly string[],
  { root, signal }: Pick<CommandOptions, 'root' | 'signal'>,
): Promise<void> {
  const code = await runCommand({ root, command, signal });
  if (code !== 0) throw new StackError(`${command.slice(0, 3).join(' ')} failed; see above.`);
}
