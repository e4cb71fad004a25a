// A device and a person, in the network of the containers.
import { fileURLToPath } from 'node:url';
import { password } from '../command/linkpin.ts';
import type { Container } from './container.ts';
import type { ContainerNetwork } from './network.ts';

const program = fileURLToPath(new URL('sign-in-main.ts', import.meta.url));

/** The command of the image. */
export const linkpin: readonly string[] = ['/usr/bin/node', '/app/node_modules/linkpin/bin/linkpin.js'];

/**
 * Makes an account in a container, unless it is there, and signs a device in.
 *
 * @param url where devices and people go
 * @param authority the file of a certificate to trust besides
 * @returns what came of it, in a line
 */
export async function signIn(
  network: ContainerNetwork,
  url: string,
  container: Container,
  authority?: string,
): Promise<string> {
  await container.exec([...linkpin, 'user', 'add', 'ada', '--password-stdin'], `${password}\n`);
  const env = { ...process.env, ...(authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority }) };
  return network.run(process.execPath, ['--conditions=linkpin-source', program, url], env);
}
