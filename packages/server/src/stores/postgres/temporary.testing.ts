import type { TestContext } from 'node:test';
import { readPostgresAddress } from './address.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';

/** Connections that are closed when the test is over. */
export async function openFor(
  context: TestContext,
  url: string,
  options: ConnectionsOptions = {},
): Promise<Connections> {
  const connections = await Connections.open(readPostgresAddress(url), { most: 4, ...options });
  context.after(() => connections.close());
  return connections;
}
