import type { Settings } from '@linkpin/server';
import type { Style } from '../terminal/style.ts';

/** What a person should know once the service runs. */
export interface Started {
  /** The URL that people use. */
  readonly url: string;
  /** Makes the first account; null when there is one. */
  readonly setUpUrl: string | null;
  readonly demo: Settings['demo'];
  /** The data folder, absolute. */
  readonly data: string;
  /** How to start it so that phones get in; null when others can reach it already. */
  readonly forPhones: { readonly command: string; readonly otherAddresses: readonly string[] } | null;
  readonly warnings: readonly string[];
}

/** A few calm lines for the person who started it. */
export function banner(started: Started, { bold, dim }: Style): string {
  const { url, setUpUrl, demo, data, forPhones, warnings } = started;
  const lines = ['', `  ${bold('linkpin')} serves ${bold(url)}`, `  ${dim(`and keeps its data in ${data}`)}`, ''];
  if (setUpUrl !== null) {
    lines.push('  Make the first account here. The link works once, and for an hour:', `    ${bold(setUpUrl)}`, '');
  }
  if (demo) {
    lines.push(`  Television     ${bold(`${url}/tv`)}`, `  Link a device  ${bold(`${url}/link`)}`, '');
  } else {
    lines.push(`  Link a device  ${bold(`${url}/link`)}`, '');
  }
  if (forPhones !== null) {
    const { command, otherAddresses } = forPhones;
    lines.push(
      '  Only this machine can reach it. To let a phone on your network in, stop it and run:',
      `    ${command}`,
    );
    if (otherAddresses.length > 0) lines.push(`    ${dim(`(this machine is also ${otherAddresses.join(', ')})`)}`);
    lines.push(
      '  That is plain http: anybody on the same network can read passwords and tokens.',
      '  For more than a try at home, put a proxy with https in front: docs/proxies.md',
      '',
    );
  }
  for (const warning of warnings) lines.push(`  ${bold('Note:')} ${warning}`, '');
  lines.push(`  ${dim('Ctrl-C stops it.')}`, '');
  return `${lines.join('\n')}\n`;
}
