import type { Logger } from 'pino';
import type { WorkerStats } from '#protocol/worker-rpc/calls.ts';
import { WorkerCertificates } from './playlists/worker-certificates.ts';
import type { StageControl } from './stage-control.ts';
import type { WorkerLink } from './worker-link.ts';

/** All workers of this server, near and far. */
export class WorkerLinks {
  readonly all: readonly WorkerLink[];
  /** What their own ports answer TLS under. */
  readonly certificates: WorkerCertificates;

  constructor(links: readonly WorkerLink[], logger: Logger) {
    this.all = links;
    this.certificates = new WorkerCertificates(this, logger);
  }

  get up(): readonly WorkerLink[] {
    return this.all.filter((link) => link.isUp);
  }

  /** Resolves when one is up, or after `timeoutMs` in any case. */
  async someReady(timeoutMs: number): Promise<void> {
    if (this.up.length === 0) await Promise.race(this.all.map((link) => link.ready(timeoutMs)));
  }

  /** From the loads that workers told last, at most two seconds ago. */
  health(): ReturnType<StageControl['health']> {
    const loads = this.up.flatMap(({ load }) => load ?? []);
    return {
      workers: this.up.length,
      stages: loads.reduce((sum, { stages }) => sum + stages, 0),
      peers: loads.reduce((sum, { peers }) => sum + peers, 0),
      ready: this.up.length > 0,
    };
  }

  /** Figures of every worker that answers, for metrics, tests and benchmarks. */
  figures(): Promise<readonly WorkerStats[]> {
    return Promise.all(this.up.map((link) => link.call('stats', {})));
  }

  /** Of the workers that answer, as they told; of other machines, too. */
  processIds(): readonly number[] {
    return this.up.flatMap(({ greeting }) => greeting?.processId ?? []);
  }

  close(): void {
    for (const link of this.all) link.close();
  }
}
