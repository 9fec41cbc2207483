/** Texts of `studio`. */
export const studio = {
  title: 'studio',
} as const;
