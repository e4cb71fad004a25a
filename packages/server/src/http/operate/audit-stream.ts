// The audit log for a program, one JSON object a line: what there is, or on and on.
import { eventKinds, type EventKind } from '../../domain/event-kinds.ts';
import type { StreamSink, WireRequest, WireResponse } from '../../protocols/constants/messages.ts';
import { auditLines } from '../../service/operate/audit-line.ts';
import { followAudit } from '../../service/operate/follow-audit.ts';
import { mayStream } from '../../service/operate/stream-keys.ts';
import type { ServiceContext } from '../server/context.ts';
import type { ApiHandler } from '../server/route.ts';

/** How often it is looked for new entries, and whether the key is still good, in milliseconds. */
const every = 1000;

/** After how many looks without an entry an empty line is sent, so that no intermediary closes the connection. */
const quietLooks = 15;

/** So many streams at once for one thread: each reads the log every second. */
const mostStreams = 8;

const headers = Object.freeze({
  'content-type': 'application/x-ndjson; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
});

const refusal = (status: number, error: string, more: Readonly<Record<string, string>> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...more },
  body: JSON.stringify({ error }),
});

const challenge = { 'www-authenticate': 'Bearer realm="linkpin audit"' };

/** The key in `Authorization`. */
const keyIn = ({ header }: WireRequest): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(header('authorization') ?? '')?.[1];

/** What is asked for. */
interface Wanted {
  readonly since: number;
  readonly kinds: readonly EventKind[];
}

const isKind = (text: string): text is EventKind => eventKinds.some((kind) => kind === text);

/** Reads the parameters; a sentence if one of them cannot be meant. */
function parse({ query }: WireRequest, now: number): Wanted | string {
  const [text] = query('since');
  const since = text === undefined ? now : Date.parse(text);
  if (!Number.isFinite(since)) return 'since is a time such as 2026-11-21T12:00:00Z';
  const kinds = query('kind');
  return kinds.every(isKind) ? { since, kinds } : `kind is one of ${eventKinds.join(', ')}`;
}

let streams = 0;

function begin({ store, ports, log }: ServiceContext, key: string, { since, kinds }: Wanted, sink: StreamSink) {
  const follower = followAudit({ auditLog: store.auditLog, clock: ports.clock }, since, kinds);
  let isBusy = false;
  let isOver = false;
  let quiet = 0;
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    streams -= 1;
    clearInterval(timer);
  };
  const look = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      if (!(await mayStream({ ...ports, accounts: store.accounts }, key))) {
        sink.end();
        return stop();
      }
      const lines = await auditLines(store.accounts, await follower.read());
      quiet = lines.length > 0 ? 0 : quiet + 1;
      if (isOver) return;
      if (lines.length > 0) sink.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      else if (quiet % quietLooks === 0) sink.write('\n');
    } catch (error) {
      log.warn({ err: error }, 'the audit log could not be read for a stream');
    } finally {
      isBusy = false;
    }
  };
  const timer = setInterval(() => void look(), every).unref();
  streams += 1;
  void look();
  return stop;
}

/** `GET /api/audit`: the audit log as it grows, for whoever has a key that an admin made. */
export const streamAudit: ApiHandler = async ({ request, context }) => {
  const { store, ports } = context;
  const key = keyIn(request);
  if (key === undefined || !(await mayStream({ ...ports, accounts: store.accounts }, key))) {
    return refusal(401, 'invalid_token', challenge);
  }
  const wanted = parse(request, ports.clock.now());
  if (typeof wanted === 'string') return refusal(400, wanted);
  if (streams >= mostStreams) return refusal(503, 'too many streams', { 'retry-after': '10' });
  return { status: 200, headers, body: null, stream: (sink) => begin(context, key, wanted, sink) };
};
