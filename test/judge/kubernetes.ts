/**
 * `npm run judge -- kubernetes`: each manifest of infra/kubernetes, as kustomize renders it where
 * kubectl is installed, is held to the schemas of Kubernetes 1.3x, KEDA and the Prometheus
 * operator; PromQL of alerts, scaling and dashboard is parsed by Prometheus's own grammar.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';

const TOOLS = [
  'kubernetes-models@5.1.0',
  '@kubernetes-models/keda@0.4.2',
  '@kubernetes-models/prometheus-operator@6.0.0',
  '@prometheus-io/lezer-promql@0.315.0',
  '@lezer/lr',
  '@lezer/highlight',
];
const HOME = fileURLToPath(new URL('../../.longshore/judge/kubernetes/', import.meta.url));
const MANIFESTS = fileURLToPath(new URL('../../infra/kubernetes/', import.meta.url));
const MODELS: Readonly<Record<string, string>> = {
  'keda.sh': '@kubernetes-models/keda/',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}
type Model = new (manifest: Manifest) => { validate(): void };
interface Tree {
  iterate(visit: { enter(node: { type: { isError: boolean }; from: number }): void }): void;
}

install();
const require = createRequire(join(HOME, 'package.json'));
const manifests = rendered()
  .flatMap((text) => parseAllDocuments(text))
  .map((document) => document.toJS() as Manifest) // as Kubernetes reads it
  .filter(({ kind }) => kind !== 'Kustomization');
for (const manifest of manifests) await judge(manifest);
const queries = queriesOf([
  ...manifests,
  JSON.parse(readFileSync(join(MANIFESTS, 'dashboard.json'), 'utf8')),
]);
for (const query of queries) await parseQuery(query);
console.log(`${manifests.length} manifests and ${queries.length} queries are right.`);

function install(): void {
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), '{"private":true}');
  if (existsSync(join(HOME, 'node_modules', '@lezer', 'highlight'))) return;
  console.log(`Installing ${TOOLS.join(', ')} with npm (about 25 s).`);
  const options = ['--ignore-scripts', '--no-save', '--silent'];
  execFileSync('npm', ['install', ...options, ...TOOLS], { cwd: HOME, stdio: 'inherit' });
}

function rendered(): string[] {
  const { status, stdout } = spawnSync('kubectl', ['kustomize', MANIFESTS], { encoding: 'utf8' });
  if (status === 0) return [stdout];
  console.log('kubectl is not here: the manifests are judged as they are written.');
  return readdirSync(MANIFESTS)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(MANIFESTS, file), 'utf8'));
}

/** Throws what the schema of its kind complains of. */
async function judge(manifest: Manifest): Promise<void> {
  const { apiVersion, kind, metadata } = manifest;
  const [group = ''] = apiVersion.split('/');
  const path = `${MODELS[group] ?? 'kubernetes-models/'}${apiVersion}/${kind}`;
  const file = join(HOME, 'node_modules', `${path}.js`);
  const models: Readonly<Record<string, Model>> = await import(pathToFileURL(file).href);
  const Kind = models[kind];
  if (Kind === undefined) throw new Error(`${path} has no ${kind}`);
  try {
    new Kind(manifest).validate();
  } catch (error) {
    throw new Error(`${kind} ${metadata.name}: ${String(error)}`);
  }
}

/** Every `expr`, and the query of the scaling. */
function queriesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' && (name === 'expr' || (name === 'query' && inner.includes('(')))
      ? [inner]
      : queriesOf(inner),
  );
}

async function parseQuery(query: string): Promise<void> {
  const grammar = require.resolve('@prometheus-io/lezer-promql');
  const { parser }: { parser: { parse(text: string): Tree } } = await import(
    pathToFileURL(grammar).href
  );
  parser.parse(query).iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${query}`);
    },
  });
}
