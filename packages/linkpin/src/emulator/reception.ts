import type { EmulatedService } from '@linkpin/server/emulation';
import { OpenCall, type CallLog } from './calls.ts';
import { breakResponse } from './break-response.ts';
import type { Fault, FaultPlan } from './faults.ts';

/** What the emulator does with a request: it has the service answer, or answers itself. */
export type Verdict = { readonly kind: 'serve' } | { readonly kind: 'unknown' } | Broken;

/** The response is broken on purpose. */
interface Broken {
  readonly kind: 'broken';
  readonly fault: Fault;
}

/** What both ways in, Node's servers and `fetch`, share. */
export interface Reception {
  /** Enters a request into the log and says what becomes of it. */
  receive(method: string, target: string, headers: Readonly<Record<string, string>>): [OpenCall, Verdict];
  /**
   * Answers in place of the service.
   *
   * @throws {DroppedConnection} if there is to be no response
   */
  respond(verdict: Exclude<Verdict, { kind: 'serve' }>, request: Request): Promise<Response>;
  readonly service: EmulatedService;
  /** Paths that the emulator does not have and that were asked for, with their methods. */
  readonly unknown: ReadonlySet<string>;
}

/** @param signal aborted when the emulator closes */
export function createReception(
  service: EmulatedService,
  {
    calls,
    faults,
    now,
    signal,
  }: {
    readonly calls: CallLog;
    readonly faults: FaultPlan;
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Reception {
  const unknown = new Set<string>();
  return {
    service,
    unknown,
    receive(method, target, headers) {
      const call = new OpenCall(method, target, headers, now());
      calls.add(call);
      const fault = faults.take(call);
      if (fault !== undefined) {
        call.fault = fault.kind;
        return [call, { kind: 'broken', fault }];
      }
      if (method === 'OPTIONS' || service.answers(call.path)) return [call, { kind: 'serve' }];
      unknown.add(`${method} ${call.path}`);
      return [call, { kind: 'unknown' }];
    },
    async respond(verdict, request) {
      return verdict.kind === 'unknown' ? notEmulated(request) : breakResponse(verdict.fault, request, service, signal);
    },
  };
}

/** 501, so that nobody takes it for an answer of plex.tv's. */
function notEmulated({ method, url }: Request): Response {
  const message = `The emulator does not have ${method} ${new URL(url).pathname}.`;
  return Response.json(
    { errors: [{ code: 1002, message, status: 501 }] },
    { status: 501, headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' } },
  );
}
