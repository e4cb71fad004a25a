import type { Store } from '../service/ports/store.ts';
import type { Tracing } from './tracing.ts';

/** The repositories of a store. */
const repositories = [
  'pins',
  'grants',
  'deviceKeys',
  'accounts',
  'sessions',
  'identities',
  'passkeys',
  'oauthClients',
  'oauthTokens',
  'blocks',
  'budgets',
  'auditLog',
  'statistics',
  'outbox',
  'mailQueue',
] as const satisfies readonly (keyof Store)[];

/** The same store, whose work is a span each, as far as it is done for a request or another span. */
export function traceStore<Kept extends Store>(store: Kept, tracing: Tracing): Kept {
  return { ...store, ...Object.fromEntries(repositories.map((name) => [name, traced(name, store[name], tracing)])) };
}

function traced(name: string, repository: object, tracing: Tracing): object {
  return new Proxy(repository, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(value, target, given);
        if (!tracing.isActive) return call();
        const span = { kind: 'internal', attributes: { 'linkpin.store.operation': `${name}.${String(key)}` } } as const;
        return tracing.within(`store ${name}.${String(key)}`, span, async () => call());
      };
    },
  });
}
