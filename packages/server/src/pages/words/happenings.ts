// Pure: no I/O, no clock, no randomness. What the account page says of what happened.
import { isolate } from './isolate.ts';

/** The words of the list of what happened. */
export const happeningWords = {
  title: 'What happened',
  nothing: 'Nothing yet. When you link a device, it is noted here.',
  aDevice: 'a device',
  did: {
    opened: (device: string): string => `You looked at ${isolate(device)}`,
    approved: (device: string): string => `You linked ${isolate(device)}`,
    denied: (device: string): string => `You said no to ${isolate(device)}`,
    redeemed: (device: string): string => `${isolate(device)} fetched its sign-in`,
    replayed: (device: string): string => `Somebody used an old sign-in of ${isolate(device)}, so it was unlinked`,
    reported: (device: string): string => `You reported ${isolate(device)}`,
    blocked: (device: string): string => `${isolate(device)} may not ask you any more`,
    unblocked: (device: string): string => `${isolate(device)} may ask you again`,
  },
  elsewhere: 'from another network than it asked from. If that was not you, unlink it.',
  ownNetwork: 'your network',
  at: (when: string, where: string): string => `${when} · ${isolate(where)}`,
  export: 'Download all about you',
  exportHint: 'Your account, devices, browsers and what happened, as one file.',
} as const;
