// Pure: no I/O, no clock, no randomness. Texts of the recent activity.
import { isolate } from './isolate.ts';

/** The words of the list of what happened. */
export const activityWords = {
  title: 'Recent activity',
  nothing: 'Nothing yet. Devices you link appear here.',
  aDevice: 'a device',
  did: {
    opened: (device: string): string => `You opened a request from ${isolate(device)}`,
    approved: (device: string): string => `You linked ${isolate(device)}`,
    denied: (device: string): string => `You said no to ${isolate(device)}`,
    redeemed: (device: string): string => `${isolate(device)} signed in`,
    replayed: (device: string): string => `Someone reused an old sign-in of ${isolate(device)}, so it was unlinked`,
    reported: (device: string): string => `You reported ${isolate(device)}`,
    blocked: (device: string): string => `${isolate(device)} is blocked`,
    unblocked: (device: string): string => `${isolate(device)} is no longer blocked`,
  },
  elsewhere: 'from a different network than the request. If that wasn’t you, unlink it.',
  ownNetwork: 'your network',
  at: (when: string, where: string): string => `${when} · ${isolate(where)}`,
} as const;
