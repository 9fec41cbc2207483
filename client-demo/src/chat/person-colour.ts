/**
 * The hue of a person's name in degrees, the same on every screen. Lightness and strength come from chat.css, which
 * keeps every hue readable on every ground; the name itself says who it is. Pure.
 */
export const hueOf = (personId: string): number => {
  let hash = 2166136261;
  // FNV-1a: neighbours in the alphabet land far apart.
  for (const character of personId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return ((hash >>> 0) % hueSteps) * (360 / hueSteps);
};

/** People tell about two dozen hues apart; more would only look alike. */
const hueSteps = 24;
