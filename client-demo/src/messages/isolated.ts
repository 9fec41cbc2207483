/**
 * A name or title that stands inside a sentence: whatever its script, the sentence around it keeps its order and its
 * quotation marks their sides (Unicode's first strong isolate, UAX #9). Pure.
 */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
