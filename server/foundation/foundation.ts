import type { CredentialStore } from '#application/identity/credential-store.ts';
import type { Bus, EventLog, PeopleStore } from '#application/ports.ts';
import type { Check } from '../start-up/readiness.ts';

/** What a server stands on: its ports, opened, and each in the shutdown's list. */
export interface Foundation {
  readonly log: EventLog;
  readonly bus: Bus;
  /** How often followers look at the log by themselves, in case the bus lost a message. */
  readonly sweepMs: number;
  readonly credentials: CredentialStore;
  readonly people: PeopleStore;
  /** Keys that sign sessions are derived from it; the same on all servers of a shop. */
  readonly sessionSecret: Uint8Array;
  /** For the operator, in plain words: what an answered command has survived, and what it has not. */
  readonly durability: string;
  /** Parts that must work before traffic may come. */
  readonly checks: Readonly<Record<string, Check>>;
}
