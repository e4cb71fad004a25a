import { join } from 'node:path';

// In this repository the packages of linkpin are above this folder. A project of your own needs no such file.
const root = join(import.meta.dirname, '../..');

export default { turbopack: { root }, outputFileTracingRoot: root };
