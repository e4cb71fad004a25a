import { ensureInstalled } from '../../scripts/lib/install.mjs';

/** Installs the alternatives that we compare with into the bench's own folder on first use. */
export const installRivals = () =>
  ensureInstalled({ path: process.execPath, env: process.env }, 'bench', 'the rivals, for the figures only');
