import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('clock');

/** Another clock, as it was read. */
export interface OtherClock {
  /** Whose it is, at the beginning of a sentence. */
  readonly whose: string;
  /** What it showed, in milliseconds since the epoch. */
  readonly now: number;
  /** What ours showed at that moment, in milliseconds since the epoch. */
  readonly ours: number;
}

/** From how far apart clocks are told of, and from how far they are wrong, in milliseconds. Some clocks tell seconds alone. */
const apart = { toTell: 3000, tooFar: 30_000 };

/** Whether this machine's clock agrees with others. */
export function checkClock(others: readonly OtherClock[]): readonly Finding[] {
  if (others.length === 0) return [note('There is no other clock to compare this one with.')];
  const off = others.filter(({ now, ours }) => Math.abs(now - ours) >= apart.toTell);
  const names = others.map(({ whose }, index) => (index === 0 ? whose : whose.toLowerCase())).join(', ');
  if (off.length === 0) return [ok(`${names}: ${others.length === 1 ? 'agrees' : 'all agree'} with this machine.`)];
  return off.map(({ whose, now, ours }) => {
    const seconds = Math.round(Math.abs(now - ours) / 1000);
    const found = `${whose} is ${seconds} seconds ${now > ours ? 'ahead of' : 'behind'} this machine.`;
    const mend = 'Set both by NTP, such as with systemd-timesyncd or chrony.';
    return Math.abs(now - ours) < apart.tooFar ? note(found, mend) : wrong(found, mend);
  });
}
