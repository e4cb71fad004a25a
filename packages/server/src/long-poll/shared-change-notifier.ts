import { BroadcastChannel } from 'node:worker_threads';
import type { LocalChangeNotifier } from './change-notifier.ts';

/** Word of changes that all threads of a process hear. */
export interface SharedChangeNotifier extends LocalChangeNotifier {
  /** Lets go of the other threads. */
  close(): void;
}

/**
 * Tells the other threads of this process what changed here, and listeners here what changed there.
 *
 * @param name of the channel; the same in all threads that belong together, and in no others
 * @param local the word within this thread
 * @param beforehand called before listeners here hear what changed there
 */
export function shareChangeNotifier(
  name: string,
  local: LocalChangeNotifier,
  beforehand: () => void = () => {},
): SharedChangeNotifier {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (message: unknown): void => {
    beforehand();
    local.changed((message as { readonly data: string }).data);
  };
  channel.unref();
  return {
    ...local,
    changed(pinId) {
      local.changed(pinId);
      channel.postMessage(pinId);
    },
    close: () => channel.close(),
  };
}
