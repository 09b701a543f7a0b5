/** The doors of the published packages: the `exports` of each package.json, for the reference. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';

/** A door that other code imports, such as `@longshore/client/react`. */
export interface Door {
  /** What an import names. */
  readonly title: string;
  /** Its page below reference/, without `.md`. */
  readonly page: string;
  /** Its TypeScript source, absolute. */
  readonly source: string;
}

export function doors(): Door[] {
  const packages = join(REPOSITORY, 'packages');
  return readdirSync(packages).flatMap((name) => doorsOf(join(packages, name)));
}

function doorsOf(folder: string): Door[] {
  if (!existsSync(join(folder, 'package.json'))) return [];
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (manifest.private === true) return [];
  const places: [string, { '@longshore/source'?: string }][] = Object.entries(
    manifest.exports ?? {},
  );
  return places.flatMap(([place, { '@longshore/source': source }]) => {
    if (source === undefined) return [];
    const title = manifest.name + place.slice(1);
    const page = title.replace('@longshore/', '').replaceAll('/', '-');
    return [{ title, page, source: join(folder, source) }];
  });
}
