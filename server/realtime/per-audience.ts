import type { Audience } from '#application/authorise.ts';

/** Makes a value at most once for each audience class, when first asked for it. */
export const perAudience = <Value>(make: (audience: Audience) => Value): ((audience: Audience) => Value) => {
  const made = new Map<Audience, Value>();
  return (audience) => {
    const known = made.get(audience);
    if (known !== undefined) return known;
    const value = make(audience);
    made.set(audience, value);
    return value;
  };
};
