/**
 * An object that is made when something of it is first used. It stands for the object everywhere, so that a module can name what is
 * costly to make, as schemas are, and only those who use it pay for it. A schema that is described or optional is not deferred as a whole:
 * zod keeps what it knows of it by the object itself.
 * @example
 * const output = deferred(() => z.object({ pods: z.array(z.string()) }));
 */
export function deferred<Value extends object>(make: () => Value): Value {
  let made: Value | undefined;
  const value = (): Value => (made ??= make());
  const handler: ProxyHandler<object> = {
    get: (_target, key) => Reflect.get(value(), key),
    set: (_target, key, member) => Reflect.set(value(), key, member),
    has: (_target, key) => Reflect.has(value(), key),
    ownKeys: () => Reflect.ownKeys(value()),
    // A proxy may only show members as fixed that its own, empty, target has.
    getOwnPropertyDescriptor: (_target, key) => {
      const descriptor = Reflect.getOwnPropertyDescriptor(value(), key);
      return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(value()),
  };
  return new Proxy({}, handler) as Value;
}

/**
 * A value that is made with the first call and is the same with every later one: for parts that cannot be deferred, such as a schema that
 * is described.
 * @example
 * const nameField = once(() => z.string().describe('Object name'));
 * const input = deferred(() => z.object({ name: nameField() }));
 */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
