/** Languages in which people are written to; those of the browser app (client-demo/src/messages). */
export const languages = ['en', 'de', 'ar'] as const;

export type Language = (typeof languages)[number];

/** For whoever never said. */
export const defaultLanguage: Language = 'en';
