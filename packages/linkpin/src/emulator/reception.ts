import type { EmulatedService } from '@linkpin/server/emulation';
import { OpenCall, type CallLog } from './calls.ts';
import { breakResponse } from './break-response.ts';
import type { Fault, FaultPlan } from './faults.ts';
import type { OwnAnswer, Site } from './site.ts';

/** What the emulator does with a request: it has the service answer, or answers itself. */
export type Verdict = { readonly kind: 'serve' } | { readonly kind: 'unknown' } | Own | Broken;

/** The emulator answers with what it has beside the service. */
interface Own {
  readonly kind: 'own';
  readonly answer: OwnAnswer;
}

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
  readonly site: Site;
  /** Paths that the emulator does not have and that were asked for, with their methods. */
  readonly unknown: ReadonlySet<string>;
}

/** @param signal aborted when the emulator closes */
export function createReception(
  service: EmulatedService,
  site: Site,
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
    site,
    unknown,
    receive(method, target, headers) {
      const call = new OpenCall(method, target, headers, now());
      calls.add(call);
      const fault = faults.take(call);
      if (fault !== undefined) {
        call.fault = fault.kind;
        return [call, { kind: 'broken', fault }];
      }
      const answer = site.ownAnswer(method, call.path);
      if (answer !== undefined) return [call, { kind: 'own', answer }];
      if (method === 'OPTIONS' || site.answers(call.path)) return [call, { kind: 'serve' }];
      unknown.add(`${method} ${call.path}`);
      return [call, { kind: 'unknown' }];
    },
    async respond(verdict, request) {
      switch (verdict.kind) {
        case 'unknown':
          return notEmulated(request);
        case 'own':
          return verdict.answer(request);
        case 'broken':
          return breakResponse(verdict.fault, request, site, signal);
      }
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
