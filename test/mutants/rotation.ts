import { execFileSync } from 'node:child_process';

/** Some of the things, in turn: another commit plays others, and the same commit the same ones. */
export function inTurn<Thing>(things: readonly Thing[], count: number, commit: string): readonly Thing[] {
  const first = Number.parseInt(commit.slice(0, 8), 16) % things.length;
  return [...things, ...things].slice(first, first + Math.min(count, things.length));
}

/** The commit that is checked out; the day where the sources are in no repository. */
export function commitHere(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return Math.floor(Date.now() / 86_400_000).toString(16);
  }
}
