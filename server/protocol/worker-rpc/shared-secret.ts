import { createHash } from 'node:crypto';

/** TLS-PSK (RFC 4279) with forward secrecy (RFC 5489, RFC 8442); Node offers PSK up to TLS 1.2 only. */
export const pskCiphers = 'ECDHE-PSK-CHACHA20-POLY1305';
export const pskIdentity = 'popstage-media';

/** The key both sides derive from `MEDIA_SECRET`; 32 bytes whatever the secret's length. */
export const pskKey = (secret: string): Buffer =>
  createHash('sha256').update(`popstage-media:${secret}`).digest();
