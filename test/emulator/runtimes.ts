// The other runtimes, as npm installed them.
import { fileURLToPath } from 'node:url';

const runtime = (path: string): string =>
  fileURLToPath(new URL(`../../tooling/runtimes/node_modules/${path}`, import.meta.url));

export const deno: string = runtime('@deno/linux-x64-glibc/deno');
export const bun: string = runtime('@oven/bun-linux-x64/bin/bun');
