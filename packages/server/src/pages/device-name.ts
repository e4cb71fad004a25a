// Pure: no I/O, no clock, no randomness.
import { unnamed } from '../domain/device-info.ts';
import type { Words } from './words/catalogue.ts';

/** The name of a device as people see it: its own, or that it has none. */
export const deviceName = (name: string, words: Words): string => (name === unnamed ? words.general.aDevice : name);
