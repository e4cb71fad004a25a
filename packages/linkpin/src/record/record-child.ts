import { proxyFor } from '../emulator/children/own-proxy.ts';
import { openNetwork } from '../emulator/network.ts';
import { runChild, type Ended } from '../emulator/run-child.ts';
import { serveNetwork } from '../emulator/servers.ts';
import { createForwardEntrance } from './entrance.ts';
import type { Recording } from './recording.ts';
import { openUpstream } from './upstream.ts';

/**
 * Runs a command whose connections to plex.tv go through this process, which leads them on and records what is said.
 *
 * @param failed told why plex.tv was not reached, as a system or TLS error code or a message
 * @returns when the command has ended
 * @throws {EmulatorError} if it cannot listen, or write the files that the command is to trust
 */
export async function recordChild(
  command: string,
  args: readonly string[],
  recording: Recording,
  failed: (host: string, error: unknown) => void,
): Promise<Ended> {
  const network = await openNetwork(0, { isRelay: true });
  const upstream = openUpstream((host) => proxyFor(process.env, host));
  try {
    const record = recording.add;
    serveNetwork(network, createForwardEntrance({ upstream, record, failed, now: Date.now }));
    // This is no emulator that a program could steer.
    const environment = { ...process.env, ...network.environment('plex'), LINKPIN_EMULATOR: undefined };
    return await runChild(command, args, environment, new AbortController().signal);
  } finally {
    upstream.close();
    await network.close();
  }
}
