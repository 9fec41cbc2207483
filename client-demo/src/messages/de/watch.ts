/** Texts of the page `watch`. */
export const watch = {
  title: 'watch',
} as const;
