/**
 * One version number for the whole protocol; it grows with every change an older client would misread.
 * Apart from the schemas, so that the browser bundle carries the number and not the schema library.
 */
export const protocolVersion = 1;
