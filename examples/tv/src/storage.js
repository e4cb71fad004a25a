// localStorage, or the memory of this page where the television has none, or where it is full.

/** @returns `getItem`, `setItem` and `removeItem` that never throw */
export function createStorage() {
  const memory = new Map();
  const tried = (use, otherwise) => {
    try {
      return use(window.localStorage);
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (name) => (memory.has(name) ? memory.get(name) : tried((kept) => kept.getItem(name), null)),
    setItem(name, text) {
      const isKept = tried((kept) => {
        kept.setItem(name, text);
        return kept.getItem(name) === text;
      }, false);
      if (isKept) memory.delete(name);
      else memory.set(name, text);
    },
    removeItem(name) {
      memory.delete(name);
      tried((kept) => kept.removeItem(name));
    },
  };
}
