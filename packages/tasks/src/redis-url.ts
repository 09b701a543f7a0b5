/**
 * REDIS_URL in its four forms: redis://, rediss://,
 * redis+sentinel://h1:26379,h2:26379/mymaster[/db], redis+cluster://h1:7000,h2:7001.
 */

interface RedisNode {
  readonly host: string;
  readonly port: number;
}

interface RedisCredentials {
  readonly username?: string;
  readonly password?: string;
}

export type RedisTarget = { readonly credentials: RedisCredentials } & (
  | { readonly form: 'single'; readonly url: string }
  | {
      readonly form: 'sentinel';
      readonly sentinels: RedisNode[];
      readonly master: string;
      readonly db: number;
    }
  | { readonly form: 'cluster'; readonly nodes: RedisNode[] }
);

const DEFAULT_PORTS = { sentinel: 26_379, cluster: 6_379 } as const;
const SEVERAL = /^redis\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/]+)(?:\/(.*))?$/;

/** Throws Error when the address has none of the four forms. It never quotes the password. */
export function parseRedisUrl(url: string): RedisTarget {
  if (/^rediss?:\/\//.test(url)) return { form: 'single', url, credentials: {} };
  const [, form, userInfo, hosts = '', path = ''] = SEVERAL.exec(url) ?? [];
  if (form !== 'sentinel' && form !== 'cluster') {
    throw new Error(
      'The Redis address must start with redis://, rediss://, redis+sentinel:// or redis+cluster://',
    );
  }
  const nodes = hosts.split(',').map((node) => parseNode(node, DEFAULT_PORTS[form]));
  const credentials = parseCredentials(userInfo);
  if (form === 'cluster') return { form, nodes, credentials };
  const [master = '', db = '0'] = path.split('/');
  if (master === '')
    throw new Error(
      'A Sentinel address must name its master: redis+sentinel://h1:26379,h2:26379/mymaster',
    );
  return { form, sentinels: nodes, master, db: Number(db), credentials };
}

/** Hosts and ports of an address, for people: without the password. */
export function redisHosts(url: string): string {
  const target = parseRedisUrl(url);
  if (target.form === 'single') {
    const { hostname, port } = new URL(url);
    return `${hostname}:${port || DEFAULT_PORTS.cluster}`;
  }
  const nodes = target.form === 'cluster' ? target.nodes : target.sentinels;
  return nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
}

function parseNode(text: string, defaultPort: number): RedisNode {
  const { hostname, port } = new URL(`redis://${text.trim()}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) };
}

function parseCredentials(userInfo: string | undefined): RedisCredentials {
  if (userInfo === undefined || userInfo === '') return {};
  const [username = '', password = ''] = userInfo.split(':').map(decodeURIComponent);
  return { ...(username === '' ? {} : { username }), password };
}
