/** Texts of `errors`. */
export const errors = {
  title: 'errors',
} as const;
