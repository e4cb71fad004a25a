// Pure: no I/O, no clock, no randomness. Where a browser goes on to, in words.
import type { Frame } from '../frame.ts';

/** A host, or a scheme with a host, as pages show it; null for an app on this computer. */
export type Destination = string | null;

/** The button that goes on. */
export const continueTo = ({ words: { done } }: Frame, destination: Destination): string =>
  destination === null ? done.forwardHere : done.forward({ host: destination });

/** What is said while the browser goes back by itself. */
export const takingBackTo = ({ words: { done } }: Frame, destination: Destination): string =>
  destination === null ? done.forwardingHere : done.forwarding({ host: destination });
