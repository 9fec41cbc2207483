/** Texts of the page `camera`. */
export const camera = {
  title: 'camera',
} as const;
