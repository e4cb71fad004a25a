import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Clock ticks per second of Linux's CPU accounting. */
const ticks = 100;

/**
 * CPU time of a process and all its threads, user and system, in microseconds (proc(5)); undefined if the system does
 * not provide it.
 */
export function processorTime(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1e6;
  } catch {
    return undefined;
  }
}

/** CPU utilization of the machine over half a second, from 0 to 1; undefined if the system does not provide it. */
export async function busy() {
  const before = usage();
  await setTimeout(500);
  const after = usage();
  return before && after && 1 - (after.idle - before.idle) / (after.all - before.all);
}

function usage() {
  try {
    const [, ...times] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).map(Number);
    return { all: times.reduce((sum, time) => sum + time, 0), idle: times[3] + times[4] };
  } catch {
    return undefined;
  }
}
