/** Whose request it is: the address of the client behind trusted proxies, and whether it is this machine. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** IPv4 in IPv6 notation (::ffff:127.0.0.1) as IPv4. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

const isIn = (list: BlockList, address: string) =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const isLoopback = (address: string): boolean => isIn(loopback, address);

/** Addresses and subnets (10.0.0.0/8). @throws {Error} where one is neither */
export function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (!isIP(address)) throw new Error(`${entry} is no address`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

export interface Client {
  address: string;
  /** A program on this machine, with no proxy in between. */
  local: boolean;
}

/**
 * The first address from the right of X-Forwarded-For that is no trusted proxy; the header counts only where the connection
 * itself comes from one.
 */
export function clientOf({ socket, headers }: IncomingMessage, trusted: BlockList): Client {
  const peer = plain(socket.remoteAddress ?? '');
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  if (!isIn(trusted, peer))
    // A proxy that is not configured hides who asks: such a request must not pass for a local one.
    return { address: peer, local: isLoopback(peer) && !forwarded && !headers.forwarded };
  const hops = forwarded
    .split(',')
    .map((hop) => plain(hop.trim()))
    .filter((hop) => isIP(hop));
  const address = hops.findLast((hop) => !isIn(trusted, hop)) ?? hops[0] ?? peer;
  return { address, local: false };
}
