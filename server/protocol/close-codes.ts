/**
 * Close codes of the socket. The range says what a client does: 4000-4499 reconnect with full jitter,
 * 4500-4999 stop and tell the user (or refresh the token first). Below 4000 stand RFC 6455's own; treat 1001, 1006, 1011-1013 as reconnect.
 */
export const closeCodes = {
  'server-draining': { code: 4000, meaning: 'The server shuts down; another one or its successor answers.' },
  'slow-consumer': { code: 4001, meaning: 'The queue towards this socket grew over its limit.' },
  'heartbeat-lost': { code: 4002, meaning: 'No answer to a ping in time.' },
  'hello-late': { code: 4003, meaning: 'No hello within the time allowed.' },
  'server-error': { code: 4004, meaning: 'A fault of the server ended this socket.' },
  'server-overloaded': { code: 4005, meaning: 'Too many sockets; come back later.' },
  'token-expired': { code: 4400, meaning: 'The token ended; refresh it, then reconnect.' },
  'frame-invalid': { code: 4500, meaning: 'A frame was not a JSON array of known messages.' },
  'frame-too-large': { code: 4501, meaning: 'A frame was over the size limit.' },
  'protocol-version-unsupported': { code: 4502, meaning: 'Reload the page to get a matching client.' },
  'token-invalid': { code: 4503, meaning: 'The token is malformed, forged or of another server.' },
  'session-revoked': { code: 4504, meaning: 'The session was ended by its owner or an operator.' },
  'rate-limited': { code: 4505, meaning: 'The client kept flooding after it was told to stop.' },
} as const;

export type CloseReason = keyof typeof closeCodes;

const transientCloseCodes: readonly number[] = [1001, 1005, 1006, 1011, 1012, 1013];

/** Whether a client should come back by itself after the socket closed with `code`. */
export const shouldReconnect = (code: number): boolean =>
  (code >= 4000 && code < 4500) || transientCloseCodes.includes(code);
