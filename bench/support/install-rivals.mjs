import { ensureInstalled } from '../../scripts/lib/install.mjs';

/** The programs that we are measured beside live in the bench's own folder, and are installed when first wanted. */
export const installRivals = () =>
  ensureInstalled({ path: process.execPath, env: process.env }, 'bench', 'the rivals, for the figures only');
