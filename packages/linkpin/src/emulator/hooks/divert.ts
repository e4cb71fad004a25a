import type net from 'node:net';
import type tls from 'node:tls';

/** What is diverted, and where to. */
export interface Diversion {
  readonly hosts: readonly string[];
  /** Ports of the hosts, and the ports on this machine that stand for them. */
  readonly ports: Readonly<Record<string, number>>;
  /** The certificate that is trusted for these hosts and no other, PEM. */
  readonly ca: string;
}

/** Node's modules as CommonJS has them, whose members can be replaced. */
export interface NodeModules {
  readonly net: typeof net;
  readonly tls: typeof tls;
}

/**
 * Sends connections of this thread to some hosts elsewhere, whatever opens them: fetch, an agent of one's own, HTTP/2, a
 * library. All other connections, and what they trust, stay as they are.
 *
 * It is written into a file that child processes load first, so it names nothing outside itself and only what Node 18 has.
 *
 * @param onSocket told of each socket that is diverted
 * @returns a function that undoes it
 */
export function divert(
  modules: NodeModules,
  diversion: Diversion,
  onSocket: (socket: net.Socket) => void = () => {},
): () => void {
  const isDiverted = (host: unknown): boolean =>
    typeof host === 'string' && diversion.hosts.includes(host.toLowerCase().replace(/\.$/, ''));
  const prototype = modules.net.Socket.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
  const secure = modules.tls as unknown as Record<string, (...args: unknown[]) => unknown>;
  const connect = prototype['connect'] as (...args: unknown[]) => unknown;
  const connectSecurely = secure['connect'] as (...args: unknown[]) => unknown;

  /** The options in the arguments of a `connect`, which Node also passes as a list of their own. */
  const optionsOf = (args: readonly unknown[]): Record<string, unknown> => {
    const [first, second] = args;
    if (Array.isArray(first)) return optionsOf(first);
    if (typeof first === 'object' && first !== null) return { ...first };
    return { port: first, ...(typeof second === 'string' ? { host: second } : {}) };
  };
  const callbackOf = (args: readonly unknown[]): readonly unknown[] => {
    const list = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
    return list.filter((arg) => typeof arg === 'function').slice(0, 1);
  };

  const diverted = function (this: net.Socket, ...args: unknown[]): unknown {
    const options = optionsOf(args);
    const port = isDiverted(options['host']) ? diversion.ports[String(options['port'])] : undefined;
    if (port === undefined) return Reflect.apply(connect, this, args);
    onSocket(this);
    const elsewhere = { ...options, host: '127.0.0.1', port, localAddress: undefined, lookup: undefined };
    return Reflect.apply(connect, this, [elsewhere, ...callbackOf(args)]);
  };
  const trusting = (...args: unknown[]): unknown => {
    const second = typeof args[1] === 'object' ? args[1] : args[2];
    const options = { ...optionsOf(args), ...(typeof args[0] === 'object' ? {} : (second as object | undefined)) };
    const { host, servername = host } = options as { host?: unknown; servername?: unknown };
    if (!isDiverted(servername)) return connectSecurely(...args);
    return connectSecurely({ ...options, ca: diversion.ca, secureContext: undefined }, ...callbackOf(args));
  };
  prototype['connect'] = diverted;
  secure['connect'] = trusting;
  return () => {
    if (prototype['connect'] === diverted) prototype['connect'] = connect;
    if (secure['connect'] === trusting) secure['connect'] = connectSecurely;
  };
}
