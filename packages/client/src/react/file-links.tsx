/** Links to files of an import, as the host's page styles links. */
import { importTextsOf, type TaskFileRole } from '../import-texts.js';
import { useLongshore } from './client-context.js';
import type { TaskFiles } from './use-task-files.js';

interface FileLinksProps {
  readonly files: TaskFiles;
  /** In the order in which they are shown; others are not. */
  readonly roles: readonly TaskFileRole[];
}

/** The addresses work without a header, as a link sends none. */
export function FileLinks({ files, roles }: FileLinksProps) {
  const texts = importTextsOf(useLongshore().language);
  const shown = roles.flatMap((role) => files.filter((file) => file.role === role));
  return shown.map(({ role, url }) => (
    <a key={role} href={url} download>
      {texts.files[role]}
    </a>
  ));
}
