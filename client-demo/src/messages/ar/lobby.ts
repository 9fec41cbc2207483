/** Texts of `lobby`. */
export const lobby = {
  title: 'lobby',
} as const;
