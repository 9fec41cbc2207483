import type { Logger } from 'pino';
import type { WorkerParams } from '#protocol/worker-rpc/calls.ts';
import type { Greeting, WorkerLink } from '../worker-link.ts';
import type { WorkerLinks } from '../worker-links.ts';

/** Chain and key, PEM. */
export type WorkerCertificate = WorkerParams<'hls.certify'>;

/** Gives every worker the certificate of this server, so that pages under TLS may fetch from the worker's own port. */
export class WorkerCertificates {
  readonly #links: WorkerLinks;
  readonly #logger: Logger;
  #current: WorkerCertificate | null = null;

  constructor(links: WorkerLinks, logger: Logger) {
    this.#links = links;
    this.#logger = logger;
  }

  /** What the workers were given last; null while this server speaks plain HTTP only. */
  get current(): WorkerCertificate | null {
    return this.#current;
  }

  /** The first one, or a renewed one: to all workers that are up; the others get it when they greet. */
  use(certificate: WorkerCertificate): void {
    this.#current = certificate;
    for (const link of this.#links.up) this.#send(link, link.greeting?.hlsPort);
  }

  /** A worker is there, now or again. One that serves no HLS needs no key. */
  greeted(link: WorkerLink, { hlsPort }: Pick<Greeting, 'hlsPort'>): void {
    this.#send(link, hlsPort);
  }

  #send(link: WorkerLink, hlsPort: number | null | undefined): void {
    if (this.#current === null || hlsPort === null || hlsPort === undefined) return;
    link.call('hls.certify', this.#current).catch((error: unknown) => {
      // A link that was cut greets again; whatever else it is, players still reach the web port.
      this.#logger.warn({ err: error, worker: link.name }, 'a media worker did not take the certificate');
    });
  }
}
