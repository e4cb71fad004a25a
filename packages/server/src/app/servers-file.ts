import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { serversSchema, type ServerEntry } from '../config/servers.ts';
import type { PlexConnection, PlexServer } from '../protocols/constants/plex.ts';
import { parseJson } from './parse-json.ts';
import { SettingsError } from './check-settings.ts';

function connectionOf({ uri, local }: ServerEntry['connections'][number]): PlexConnection {
  const { protocol, hostname, port } = new URL(uri);
  const secure = protocol === 'https:';
  const IPv6 = hostname.startsWith('[');
  return {
    protocol: secure ? 'https' : 'http',
    address: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    uri: uri.replace(/\/+$/, ''),
    local,
    IPv6,
  };
}

/** A media server as it is told to clients. @param declaredAt milliseconds since the epoch */
export function serverOf(entry: ServerEntry, declaredAt: number): PlexServer {
  const connections = entry.connections.map(connectionOf);
  const outside = connections.find(({ local }) => !local) ?? connections[0];
  return { ...entry, connections, declaredAt, publicAddress: outside?.address ?? '' };
}

/**
 * Reads the media servers that an operator declares.
 *
 * @param file path of a JSON file, see {@link serversSchema}
 * @throws {SettingsError} if it cannot be read or is invalid
 */
export function readServersFile(file: string): readonly PlexServer[] {
  const wrong = (why: string): SettingsError =>
    new SettingsError([{ setting: 'serversFile', reason: `The servers file ${file} ${why}` }]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw wrong(`cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw wrong('is not valid JSON.');
  }
  const servers = serversSchema.safeParse(value);
  if (!servers.success) throw wrong(`is not as it should be:\n${z.prettifyError(servers.error)}`);
  const declaredAt = statSync(file).mtimeMs;
  return servers.data.map((entry) => serverOf(entry, declaredAt));
}
