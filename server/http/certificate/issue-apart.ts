import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { IssuedPair } from './issue.ts';
import type { MachineNames } from './machine-names.ts';
import type { NameConstraints } from './name-constraints.ts';

export interface IssueOrder {
  /** Signs the leaf; a new one is made when absent. */
  readonly authority?: IssuedPair | undefined;
  readonly commonName: string;
  readonly constraints: NameConstraints;
  readonly names: MachineNames;
  readonly nowMs: number;
}

/**
 * Issues in a thread that ends afterwards: the certificate library takes some 30 MB and 300 ms to load, and is
 * needed once a year.
 */
export async function issueApart(
  order: IssueOrder,
): Promise<{ readonly authority: IssuedPair; readonly leaf: IssuedPair }> {
  const thread = new Worker(new URL('./issue-thread.ts', import.meta.url), { workerData: order });
  try {
    // issue-thread.ts sends exactly this, once.
    const [issued] = (await once(thread, 'message')) as [{ authority: IssuedPair; leaf: IssuedPair }];
    return issued;
  } finally {
    await thread.terminate();
  }
}
