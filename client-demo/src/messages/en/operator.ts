/** Texts of `operator`. */
export const operator = {
  title: 'operator',
} as const;
