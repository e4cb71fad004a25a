import type { TestContext } from 'node:test';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { Connections, type ConnectionsOptions } from '../../packages/server/src/stores/postgres/connections.ts';

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
