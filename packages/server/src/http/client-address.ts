/** Where a call comes from, also through proxies. Used by limits, the check of the Origin
 * and the audit log. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

const PROXIES = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PROXIES.addSubnet(network, bits);
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
] as const)
  PROXIES.addSubnet(network, bits, 'ipv6');

/** A peer on this host or in a private network may be a proxy, and is believed as one. */
export function isProxy(address: string): boolean {
  const own = plain(address);
  return isIP(own) !== 0 && PROXIES.check(own, isIPv6(own) ? 'ipv6' : 'ipv4');
}

/**
 * The address whose calls are counted together: of IPv6 the network, because a host may choose the
 * rest.
 */
export const clientAddress = (req: IncomingMessage): string => networkOf(callerAddress(req));

/**
 * The whole address of the caller: the last one of `X-Forwarded-For` that is no proxy, where a
 * proxy says so.
 */
export function callerAddress({ headers, socket }: IncomingMessage): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined || !isProxy(peer)) return plain(peer);
  const hops = String(forwarded)
    .split(',')
    .map((hop) => hop.trim());
  return plain(hops.findLast((hop) => !isProxy(hop)) ?? hops[0] ?? peer);
}

/** An IPv4 address as it is, an IPv6 address cut to its /64. */
export function networkOf(address: string): string {
  const own = plain(address);
  if (!isIPv6(own)) return own;
  const [head = '', tail] = own.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const rest = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest];
  return `${all.slice(0, 4).join(':')}::/64`;
}

/** Without the port that some proxies write behind it, `1.2.3.4:80` or `[2001:db8::1]:80`. */
const withoutPort = (address: string): string =>
  address.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');

/** An IPv4 address also where a socket of both families shows it, or a port follows it. */
const plain = (address: string): string => withoutPort(address).replace(/^::ffff:(?=\d+\.)/, '');
