/** Texts of `enter`. */
export const enter = {
  title: 'enter',
} as const;
