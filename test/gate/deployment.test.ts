/** Image, compose file and manifests name what API and workers have, and agree with each other. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KUBERNETES = join(ROOT, 'infra/kubernetes');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Variables, metrics and addresses that the sources name. */
const { stdout: sources } = spawnSync(
  'git',
  ['grep', '-hE', "[A-Z][A-Z0-9_]{3,}|longshore_|'/[a-z]+z?'", '--', 'packages/*.ts', 'apps/*.ts'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1_024 ** 2 },
);
const isRead = (name: string): boolean =>
  new RegExp(`\\b${name.replace(/_FILE$/, '')}\\b`).test(sources);

interface Container {
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: object;
  readonly resources: { readonly limits: { readonly memory?: string; readonly cpu?: string } };
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly startupProbe: Probe;
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold?: number;
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector?: { readonly matchLabels?: object };
    readonly podSelector?: { readonly matchLabels: object };
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly containers: readonly [Container];
        readonly securityContext: object;
        readonly terminationGracePeriodSeconds: number;
      };
    };
    readonly groups: readonly [{ readonly rules: readonly { readonly expr: string }[] }];
    readonly triggers: readonly [{ readonly metadata: { readonly query: string } }];
  };
}

const manifests = readdirSync(KUBERNETES)
  .filter((file) => /\.yaml$/.test(file) && file !== 'kustomization.yaml')
  .flatMap((file) => parseAllDocuments(textOf(`infra/kubernetes/${file}`)))
  .map((document) => document.toJS() as Manifest); // as Kubernetes reads it
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);

describe.each(ofKind('Deployment').map((one) => [one.metadata.name, one.spec.template] as const))(
  '%s',
  (name, { metadata, spec }) => {
    const [container] = spec.containers;
    const env = Object.fromEntries((container.env ?? []).map((one) => [one.name, one.value]));

    test('runs as a numeric user that is not root, on a root that is read-only', () => {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1_000 });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources.limits.memory).toBeDefined();
    });

    test('has only variables that are read', () => {
      expect(Object.keys(env).filter((variable) => !isRead(variable))).toEqual([]);
    });

    test('is asked at addresses that it answers', () => {
      expect(container.livenessProbe.httpGet.path).toBe('/healthz');
      expect(container.startupProbe.httpGet.path).toBe('/healthz');
      expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    });

    test('has time for its grace, and for closing', () => {
      const graceS = Number(env.GRACE_MS) / 1_000;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(graceS + 20);
    });

    test('is found by its budget and its network policy', () => {
      for (const kind of ['PodDisruptionBudget', 'NetworkPolicy']) {
        const found = ofKind(kind).find((one) => one.metadata.name === name);
        const { selector, podSelector } = found?.spec ?? {};
        expect(metadata.labels, kind).toMatchObject((selector ?? podSelector)?.matchLabels ?? {});
        expect(found, kind).toBeDefined();
      }
    });
  },
);

test('a worker whose event loop is blocked is let live for as long as its runs are kept', () => {
  const worker = ofKind('Deployment').find(({ metadata }) => /worker/.test(metadata.name));
  const probe = worker?.spec.template.spec.containers[0].livenessProbe;
  expect((probe?.periodSeconds ?? 0) * (probe?.failureThreshold ?? 0)).toBeGreaterThan(90);
});

test('the settings that all share are read', () => {
  const [config] = ofKind('ConfigMap');
  expect(Object.keys(config?.data ?? {}).filter((variable) => !isRead(variable))).toEqual([]);
});

test('alerts, scaling and dashboard ask for metrics that API and workers have', () => {
  const rules = ofKind('PrometheusRule').flatMap(({ spec }) => spec.groups[0].rules);
  const [scaled] = ofKind('ScaledObject');
  const asked = [
    ...rules.map(({ expr }) => expr),
    scaled?.spec.triggers[0].metadata.query ?? '',
    textOf('infra/kubernetes/dashboard.json'),
  ].join('\n');
  const names = new Set([...asked.matchAll(/\blongshore_\w+/g)].map(([name]) => name));
  const known = (name: string) => sources.includes(`'${name.replace(/_(bucket|count|sum)$/, '')}'`);
  expect(names.size).toBeGreaterThan(12);
  expect([...names].filter((name) => !known(name))).toEqual([]);
});

describe('the compose file', () => {
  const compose = parse(textOf('infra/compose.yaml'), { merge: true });

  test('has only variables that are read, and every secret as a file', () => {
    for (const service of ['api', 'worker']) {
      const { environment, secrets, read_only: isReadOnly } = compose.services[service];
      expect(Object.keys(environment).filter((name) => !isRead(name))).toEqual([]);
      expect(isReadOnly).toBe(true);
      const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
      expect(files.map(([, path]) => String(path).replace('/run/secrets/', '')).toSorted()).toEqual(
        secrets.toSorted(),
      );
    }
  });

  test('names every secret that a service takes', () => {
    const services: { secrets?: string[] }[] = Object.values(compose.services);
    const taken = new Set(services.flatMap(({ secrets = [] }) => secrets));
    expect([...taken].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
  });
});

describe('the image', () => {
  const lines = textOf('infra/Dockerfile').split('\n');

  test('stands on an LTS of Node, the same in both stages', () => {
    const from = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(from).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
  });

  test('has a numeric user, a health check and a stop signal', () => {
    expect(lines).toContain('USER 1000:1000');
    expect(lines).toContain('STOPSIGNAL SIGTERM');
    expect(lines.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  test('names files that the build makes', () => {
    const [command] = lines.filter((line) => line.startsWith('CMD '));
    expect(JSON.parse(command?.slice(4) ?? '[]')).toEqual(['node', 'apps/api/dist/main.js']);
  });
});
