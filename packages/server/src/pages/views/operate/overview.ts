// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { linkTimeBuckets, type Overview } from '../../../domain/statistics.ts';
import type { Frame, Html } from '../../frame.ts';
import { barPlot, funnelPlot } from './plot.ts';
import { operateSheet } from './sheet.ts';

/** The spans of time that can be shown. */
export type RangeName = 'day' | 'week' | 'month';

/** State of the first page of operators. */
export interface OverviewState extends Overview {
  readonly range: RangeName;
  /** A step is less than a day. */
  readonly hasTimes: boolean;
  readonly waitingNow: number;
  readonly warnings: number;
}

type Bucket = (typeof linkTimeBuckets)[number];

/** How long a bucket reaches, in words. */
function bucketName(bucket: Bucket, { words: { operate }, language: { locale } }: Frame): string {
  if (bucket === 'longer') return operate.overview.longer;
  const inUnit = (unit: 'second' | 'minute'): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'unit', unit });
  return bucket < 120 ? inUnit('second').format(bucket) : inUnit('minute').format(bucket / 60);
}

/** Within how long half of the devices were linked. */
function medianLine(frame: Frame, linkTimes: readonly number[]): string | undefined {
  const words = frame.words.operate.overview;
  const total = linkTimes.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let sum = 0;
  const index = linkTimes.findIndex((count) => (sum += count) * 2 >= total);
  const bucket = linkTimeBuckets[index] ?? 'longer';
  if (bucket !== 'longer') return words.median({ time: bucketName(bucket, frame) });
  return words.medianLonger({ time: bucketName(linkTimeBuckets.at(-2) ?? 'longer', frame) });
}

function ranges({ base, words: { operate } }: Frame, range: RangeName): Html {
  const words = operate.overview;
  const names = { day: words.lastDay, week: words.lastWeek, month: words.lastMonth } as const;
  return html`<nav class="ranges" aria-label="${words.range}">
    <ul>
      ${(Object.keys(names) as RangeName[]).map(
        (name) =>
          html`<li>
            <a href="${base}/operate?range=${name}" ${name === range ? html`aria-current="true"` : ''}
              >${names[name]}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

export function overviewView(frame: Frame, state: OverviewState): Html {
  const words = frame.words.operate.overview;
  const { funnel, linkTimes, steps, range, hasTimes, waitingNow, warnings } = state;
  const times = new Intl.DateTimeFormat(frame.language.locale, {
    ...(hasTimes
      ? { timeStyle: 'short', ...(range === 'day' ? {} : { dateStyle: 'short' }) }
      : { dateStyle: 'medium' }),
    timeZone: 'UTC',
  });
  const timeOf = (at: number): string =>
    hasTimes ? frame.words.general.exactTime({ time: times.format(at) }) : times.format(at);
  const over = (id: 'waiting' | 'guesses' | 'refusals'): Html =>
    barPlot(frame, {
      id,
      title: words[id],
      heads: [words.from, words[id]],
      bars: steps.map((step) => ({ label: timeOf(step.at), value: step[id] })),
    });
  const isEmpty =
    Object.values(funnel).every((count) => count === 0) &&
    steps.every(({ waiting, guesses, refusals }) => waiting + guesses + refusals === 0);
  const hint = medianLine(frame, linkTimes);
  const body = html`${ranges(frame, range)}
    <ul class="tiles-row">
      <li><a href="${frame.base}/operate/pins">${words.waitingNow({ count: waitingNow })}</a></li>
      ${
        warnings === 0
          ? ''
          : html`<li><a class="bad" href="${frame.base}/operate/health">${words.warnings({ count: warnings })}</a></li>`
      }
    </ul>
    ${isEmpty ? html`<p class="card lead">${words.nothing}</p>` : ''}
    ${funnelPlot(frame, {
      title: words.funnel,
      hint: words.funnelHint,
      steps: (['issued', 'opened', 'approved', 'redeemed'] as const).map((name) => ({
        label: words[name],
        value: funnel[name],
      })),
    })}
    ${barPlot(frame, {
      id: 'link-time',
      title: words.linkTime,
      hint: hint === undefined ? words.linkTimeHint : `${words.linkTimeHint} ${hint}`,
      heads: [words.within, words.approved],
      bars: linkTimeBuckets.map((bucket, index) => ({
        label: bucketName(bucket, frame),
        value: linkTimes[index] ?? 0,
      })),
    })}
    ${over('waiting')} ${over('guesses')} ${over('refusals')}`;
  return operateSheet(frame, { section: 'overview', title: frame.words.operate.title, body });
}
