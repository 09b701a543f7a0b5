/** Every name on a package's door carries a sentence of its own, which editors show on hover. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

test.each(readdirSync(PACKAGES))('each export of packages/%s says what it is', (name) => {
  expect(doorsOf(join(PACKAGES, name)).flatMap(undocumented)).toEqual([]);
});

test('the doors are found', () => {
  const doors = readdirSync(PACKAGES).flatMap((name) => doorsOf(join(PACKAGES, name)));
  expect(doors.length).toBeGreaterThan(20);
});

/** Source files that the `exports` of a package lead to. */
function doorsOf(folder: string): string[] {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return [];
  const { exports = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
  const doors: { '@longshore/source'?: string }[] = Object.values(exports);
  return doors.flatMap(({ '@longshore/source': source }) =>
    source === undefined ? [] : [join(folder, source)],
  );
}

const RE_EXPORT = /^export (?:type )?(?:\{([^}]*)\}|\*) from '(\.[^']*)\.js';/gm;

/** Names that a door hands on, or declares itself, without a comment right before them. */
function undocumented(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const handedOn = [...text.matchAll(RE_EXPORT)].flatMap(([, names, path = '']) => {
    const source = sourceOf(join(dirname(file), path));
    return names === undefined ? undocumented(source) : namesIn(names).flatMap(missingIn(source));
  });
  return [...handedOn, ...declaredIn(text).flatMap(missingIn(file))];
}

const sourceOf = (path: string): string =>
  ['.ts', '.tsx'].map((ending) => path + ending).find(existsSync) ?? `${path}.ts`;

const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((part) =>
      part
        .trim()
        .replace(/^type /, '')
        .replace(/ as .*/, ''),
    )
    .filter((part) => part !== '');

const DECLARATION =
  /^export (?:declare |abstract |async )*(?:const|function\*?|class|interface|type|enum) (\w+)/gm;
const declaredIn = (text: string): string[] =>
  [...text.matchAll(DECLARATION)].map(([, name = '']) => name);

/** A name declared several times (a schema and its type) needs one sentence. */
const missingIn =
  (file: string) =>
  (name: string): string[] => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const declared = new RegExp(`^export (?:declare |abstract |async )*\\S+ ${name}\\b`);
    const places = lines.flatMap((line, at) => (declared.test(line) ? [at] : []));
    if (places.length === 0) {
      const passedOn = lines
        .join('\n')
        .match(new RegExp(`\\b${name}\\b[^;]*from '(\\.[^']*)\\.js'`));
      return passedOn ? missingIn(sourceOf(join(dirname(file), passedOn[1] ?? '')))(name) : [];
    }
    const isTold = places.some((at) =>
      /\*\/$|^\/\/ biome-ignore/.test(lines[at - 1]?.trim() ?? ''),
    );
    return isTold ? [] : [`${name} (${file.slice(PACKAGES.length)})`];
  };
