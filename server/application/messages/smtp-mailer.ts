import type { Transporter } from 'nodemailer';
import type { Mailer, SendOutcome } from './mailer.ts';

export interface SmtpOptions {
  /** `smtp://user:password@host:port`, or `smtps:`. */
  readonly url: string;
  /** `Name <address>` or an address. */
  readonly from: string;
}

/** Together well under the lease of an attempt (delivery.ts). */
const timeoutsMs = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000 };
/** More at once gains nothing with the servers that shops use, and some refuse it. */
const connections = 2;

/** Mail over SMTP (RFC 5321). The library is loaded with the first mail, so that a start does not wait for it. */
export function createSmtpMailer({ url, from }: SmtpOptions): Mailer {
  let opening: Promise<Transporter> | undefined;
  return {
    async send({ messageId, recipient, language, subject, text, html }) {
      opening ??= openTransport(url);
      try {
        const transport = await opening;
        await transport.sendMail({
          from,
          // As an object it is one address, whatever characters it has; as a text it could be a list.
          to: { name: '', address: recipient },
          subject,
          text,
          html,
          messageId: `<${messageId}@popstage>`,
          headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: 'accepted' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close() {
      opening?.then(
        (transport) => transport.close(),
        () => undefined,
      );
    },
  };
}

async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({ url, pool: true, maxConnections: connections, ...timeoutsMs });
}

/** A 5xx is final (RFC 5321, section 4.2.1), but a refused sign-in is the operator's to mend, not the reader's. */
function outcomeOf(error: unknown): SendOutcome {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  if (code !== 'EAUTH' && responseCode !== undefined && responseCode >= 500) {
    return { outcome: 'refused', fault: String(responseCode) };
  }
  // An address that the library cannot write into the protocol will not do so later.
  if (code === 'EENVELOPE' && responseCode === undefined) return { outcome: 'refused', fault: 'EENVELOPE' };
  return { outcome: 'later', fault: String(responseCode ?? code ?? 'unreachable') };
}
