import type { Style } from '../terminal/style.ts';
import { wrap } from '../terminal/wrap.ts';

/** What the banner shows once the service runs. */
export interface Started {
  /** The URL for people. */
  readonly url: string;
  /** The set-up link; null if there is an account. */
  readonly setUpUrl: string | null;
  /** Where the metrics are; null if they are off. */
  readonly metricsUrl: string | null;
  /** Number of threads. */
  readonly workers: number;
  readonly demo: boolean;
  /** The data folder, absolute. */
  readonly data: string;
  /** How to make it reachable from phones; null if other machines can already reach it. */
  readonly forPhones: { readonly command: string; readonly otherAddresses: readonly string[] } | null;
  readonly warnings: readonly string[];
}

/** Characters per line, without the indentation. */
const width = 76;

/** Formats the banner. Text that is meant to be copied is never wrapped. */
export function banner(started: Started, { bold, dim }: Style): string {
  const { url, setUpUrl, metricsUrl, workers, demo, data, forPhones, warnings } = started;
  const blocks: (readonly string[])[] = [
    [
      `${bold('linkpin')} serves ${bold(url)}${workers === 1 ? '' : ` with ${workers} workers`}`,
      dim(`and keeps its data in ${data}`),
    ],
  ];
  if (setUpUrl !== null) {
    blocks.push(['Make the first account here. The link works once, and for an hour:', `  ${bold(setUpUrl)}`]);
  }
  blocks.push([
    ...(demo ? [`Television     ${bold(`${url}/tv`)}`] : []),
    `Link a device  ${bold(`${url}/link`)}`,
    ...(metricsUrl === null ? [] : [`Metrics        ${bold(metricsUrl)}`]),
  ]);
  if (forPhones !== null) {
    const { command, otherAddresses } = forPhones;
    blocks.push([
      'Only this machine can reach it. To let a phone in, stop it and run:',
      `  ${command}`,
      ...(otherAddresses.length === 0 ? [] : [dim(`  (this machine is also ${otherAddresses.join(', ')})`)]),
      'That is plain http: anybody on the same network can read passwords and tokens.',
      'For more than a try at home, put a proxy with https in front: docs/proxies.md',
    ]);
  }
  for (const warning of warnings) blocks.push(wrap(`Note: ${warning}`, width));
  blocks.push([dim('Ctrl-C stops it.')]);
  const lines = blocks.flatMap((block) => [...block.map((line) => `  ${line}`), '']);
  return `\n${lines.join('\n')}\n`;
}
