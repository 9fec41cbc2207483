import { domainToASCII } from 'node:url';
import { Refusal } from '#protocol/errors.ts';

/** RFC 5321, section 4.5.3.1. */
const maximumLength = 254;
const maximumLocalLength = 64;
/** Dot-atoms of RFC 5322, and the letters of any script (RFC 6531); no quoted parts, which nobody has. */
const local = /^[^\s\p{Cc}\p{Cf}\p{Z}<>()[\]\\,;:@"]+$/u;
const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

interface EmailAddress {
  /** As it was written, trimmed. */
  readonly written: string;
  /** What two ways to write one address have in common: lower case, the domain in ASCII. */
  readonly normalised: string;
}

/** Refuses with `email-invalid` what no mail server would take, or what could be more than one address. */
export function parseEmail(text: string): EmailAddress {
  const written = text.trim().normalize('NFC');
  const at = written.lastIndexOf('@');
  const name = written.slice(0, at);
  const host = domainToASCII(written.slice(at + 1)).toLowerCase();
  const isName =
    local.test(name) &&
    name.length <= maximumLocalLength &&
    !/^\.|\.\.|\.$/.test(name) &&
    !name.startsWith('-');
  if (at < 1 || !isName || !domain.test(host) || written.length > maximumLength) {
    throw new Refusal('email-invalid');
  }
  return { written, normalised: `${name.toLowerCase()}@${host}` };
}
