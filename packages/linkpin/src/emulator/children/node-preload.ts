import { divert, type Diversion } from '../hooks/divert.ts';

/** A CommonJS file that Node loads before a program, of any version: it diverts the connections of that program. */
export function nodePreload(diversion: Diversion): string {
  return `// Written by the emulator of linkpin, and removed with it.
(${divert.toString()})({ net: require('net'), tls: require('tls') }, ${JSON.stringify(diversion)});
`;
}
