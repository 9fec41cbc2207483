/** Nested parameters as Stripe's libraries send them: `a[b][0][c]=1`. */
export type Params = { readonly [name: string]: ParamValue };
export type ParamValue = string | Params;

/** Reads a form or query; lists become objects with the keys 0, 1, … */
export function readForm(text: string): Params {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [...name.matchAll(/[^[\]]+/g)].map(([part]) => part);
    let place = root;
    for (const part of path.slice(0, -1)) place = (place[part] ??= {}) as Record<string, unknown>;
    const last = path.at(-1);
    if (last !== undefined) place[last] = value;
  }
  // Built from strings and objects only, just above.
  return root as Params;
}

export const textOf = (params: Params, name: string): string | undefined => {
  const value = params[name];
  return typeof value === 'string' ? value : undefined;
};

export const partOf = (params: Params, name: string): Params => {
  const value = params[name];
  return typeof value === 'object' ? value : {};
};

export const itemsOf = (params: Params, name: string): readonly Params[] =>
  Object.values(partOf(params, name)).filter((item) => typeof item === 'object');

export const metadataOf = (params: Params): Record<string, string> =>
  Object.fromEntries(
    Object.entries(partOf(params, 'metadata')).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
