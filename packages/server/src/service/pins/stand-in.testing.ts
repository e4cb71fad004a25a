/** A port with some of its methods replaced. */
export function standIn<Port extends object>(port: Port, parts: Partial<Port>): Port {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(name in parts ? parts : target, name);
      return typeof value === 'function' && !(name in parts) ? value.bind(target) : value;
    },
  });
}
