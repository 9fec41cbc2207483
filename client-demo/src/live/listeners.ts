/** Listeners by name. One that throws does not keep the others from hearing. */
export interface Listeners<Data> {
  add(name: string, listener: (data: Data) => void): () => void;
  tell(name: string, data: Data): void;
}

export const createListeners = <Data>(): Listeners<Data> => {
  const byName = new Map<string, Set<(data: Data) => void>>();
  return {
    add: (name, listener) => {
      const listeners = byName.get(name) ?? new Set();
      byName.set(name, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) byName.delete(name);
      };
    },
    tell: (name, data) => {
      for (const listener of [...(byName.get(name) ?? [])]) {
        try {
          listener(data);
        } catch (error) {
          // The browser's own report of an uncaught error, without stopping the loop.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
};
