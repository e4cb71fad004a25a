// A real Prometheus that scrapes a service, with the files of deploy/prometheus; only target, interval and place are changed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parse, stringify } from 'yaml';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const deploy = new URL('../../deploy/prometheus/', import.meta.url);

/** One series of an answer. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

interface RuleGroup {
  readonly rules: readonly { readonly name: string; readonly state: string; readonly health: string }[];
}

/** A Prometheus that runs until the test is over. */
export interface Prometheus {
  /** Runs a query. */
  query(text: string): Promise<readonly Series[]>;
  /** The one value of a query; undefined while there is none. */
  value(text: string): Promise<number | undefined>;
  /** The alerts, as they stand. */
  alerts(): Promise<RuleGroup['rules']>;
}

/** @param targets where the metrics are, each `host:port` */
export async function startPrometheus(t: TestContext, targets: readonly string[]): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-prometheus-'));
  cpSync(new URL('alerts.yml', deploy), join(folder, 'alerts.yml'));
  const config = parse(readFileSync(new URL('scrape.yml', deploy), 'utf8')) as {
    readonly scrape_configs: readonly [{ readonly job_name: string }];
  };
  const [job] = config.scrape_configs;
  const here = { ...job, scrape_interval: '1s', static_configs: [{ targets }] };
  const global = { evaluation_interval: '1s' };
  writeFileSync(join(folder, 'prometheus.yml'), stringify({ global, ...config, scrape_configs: [here] }));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const gone = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true });
  });
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
    const answer = (await response.json()) as { readonly status: string; readonly error?: string; data: unknown };
    assert.equal(answer.status, 'success', `${path}: ${answer.error}`);
    return answer.data;
  };
  await until('Prometheus is ready', async () => {
    const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
    return ready?.status === 200;
  });
  const query = async (text: string): Promise<readonly Series[]> => {
    const { result } = (await ask(`query?query=${encodeURIComponent(text)}`)) as { readonly result: readonly Series[] };
    return result;
  };
  return {
    query,
    async value(text) {
      const [first, ...rest] = await query(text);
      assert.equal(rest.length, 0, `${text} has more than one value`);
      return first === undefined ? undefined : Number(first.value[1]);
    },
    async alerts() {
      const { groups } = (await ask('rules?type=alert')) as { readonly groups: readonly RuleGroup[] };
      return groups.flatMap(({ rules }) => rules);
    },
  };
}
