// An adapter for oidc-provider as databases make them: every call takes a moment, and rows stay until they are swept.
import { setImmediate as moment } from 'node:timers/promises';

/** Makes adapters that share one set of rows. */
export function awaitingAdapter() {
  const rows = new Map();
  return class {
    #name;
    constructor(name) {
      this.#name = name;
    }

    #key(id) {
      return `${this.#name}:${id}`;
    }

    async #find(isMeant) {
      await moment();
      const found = [...rows].find(([key, payload]) => key.startsWith(`${this.#name}:`) && isMeant(payload));
      return found === undefined ? undefined : structuredClone(found[1]);
    }

    async upsert(id, payload) {
      await moment();
      rows.set(this.#key(id), structuredClone({ ...payload, id }));
    }

    find(id) {
      return this.#find((payload) => payload.id === id);
    }

    findByUid(uid) {
      return this.#find((payload) => payload.uid === uid);
    }

    findByUserCode(userCode) {
      return this.#find((payload) => payload.userCode === userCode);
    }

    async consume(id) {
      await moment();
      const row = rows.get(this.#key(id));
      if (row !== undefined) row.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id) {
      await moment();
      rows.delete(this.#key(id));
    }

    async revokeByGrantId(grantId) {
      await moment();
      for (const [key, payload] of rows) if (payload.grantId === grantId) rows.delete(key);
    }
  };
}
