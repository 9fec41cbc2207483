import type { Redis } from 'ioredis';

/** What Redis says of itself; a setting that it does not tell is undefined. */
export interface DurabilityFacts {
  readonly version: string | undefined;
  readonly role: string | undefined;
  readonly connectedReplicas: number;
  readonly waitReplicas: number;
  readonly appendonly: string | undefined;
  readonly appendfsync: string | undefined;
  readonly save: string | undefined;
  readonly maxmemoryBytes: number | undefined;
  readonly maxmemoryPolicy: string | undefined;
}

/** For the operator, in plain sentences. */
export interface Durability {
  readonly facts: DurabilityFacts;
  /** What an answered command has survived, and what it has not. */
  readonly sentences: readonly string[];
  /** What can lose or spoil data and should be changed before anybody pays. */
  readonly dangers: readonly string[];
}

const settings = ['appendonly', 'appendfsync', 'save', 'maxmemory', 'maxmemory-policy'] as const;

/** Reads the settings that decide what a crash costs. A Redis that refuses CONFIG (many hosted ones do) is described by what is left. */
export async function readDurability(redis: Redis, waitReplicas: number): Promise<Durability> {
  const config = new Map<string, string>();
  for (const name of settings) {
    const reply = await redis.config('GET', name).catch(refused);
    const value = Array.isArray(reply) ? reply[1] : undefined;
    if (typeof value === 'string') config.set(name, value);
  }
  const info = await redis.info().catch(refused);
  const inInfo = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info ?? '')?.[1];
  const numberIn = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  return describe({
    version: inInfo('redis_version'),
    role: inInfo('role'),
    connectedReplicas: Number(inInfo('connected_slaves') ?? 0),
    waitReplicas,
    appendonly: config.get('appendonly') ?? { '1': 'yes', '0': 'no' }[inInfo('aof_enabled') ?? ''],
    appendfsync: config.get('appendfsync'),
    save: config.get('save'),
    maxmemoryBytes: numberIn(config.get('maxmemory') ?? inInfo('maxmemory')),
    maxmemoryPolicy: config.get('maxmemory-policy') ?? inInfo('maxmemory_policy'),
  });
}

/** An answer that says no is an answer; silence is not. */
function refused(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ReplyError') return undefined;
  throw error;
}

/** Pure: the sentences for these facts. */
export function describe(facts: DurabilityFacts): Durability {
  const file = onDisk(facts);
  const replicas = onReplicas(facts);
  const memory = inMemory(facts);
  return {
    facts,
    sentences: [file, replicas, memory].flatMap(({ says }) => says),
    dangers: [file, replicas, memory].flatMap(({ dangers = [] }) => dangers),
  };
}

interface Finding {
  readonly says: string;
  readonly dangers?: readonly string[];
}

const syncs: Readonly<Record<string, Finding>> = {
  always: { says: 'Redis syncs each answered command to disk first (appendonly, appendfsync always).' },
  everysec: {
    says: 'Redis syncs to disk once a second (appendfsync everysec): its crash loses nothing, a power cut up to two seconds.',
    dangers: [
      'appendfsync is everysec: a power cut loses up to two seconds of answered commands. Set it to always.',
    ],
  },
  no: {
    says: 'Redis writes to disk when the system pleases (appendfsync no): a power cut loses half a minute.',
    dangers: ['appendfsync is no: a power cut loses some 30 seconds of answered commands. Set it to always.'],
  },
};
const unknownSync: Finding = {
  says: 'Redis keeps an append-only file and does not tell how often it syncs it (CONFIG is refused).',
  dangers: ['Ask whoever runs Redis for appendfsync always; nobody could check it here.'],
};

function onDisk({ appendonly, appendfsync, save }: DurabilityFacts): Finding {
  if (appendonly === undefined) {
    return {
      says: 'Redis does not tell whether it keeps a file (CONFIG is refused).',
      dangers: [
        'Ask whoever runs Redis for appendonly yes and appendfsync always; nobody could check it here.',
      ],
    };
  }
  if (appendonly === 'no') {
    const snapshots =
      save === undefined || save === '' ? 'nothing at all on disk' : `only snapshots (save ${save})`;
    return {
      says: `Redis keeps ${snapshots}: when it ends or its machine does, what came since is lost.`,
      dangers: [
        'appendonly is off: a restart of Redis loses answered commands. Set appendonly yes, appendfsync always.',
      ],
    };
  }
  return syncs[appendfsync ?? ''] ?? unknownSync;
}

function onReplicas({ connectedReplicas, waitReplicas }: DurabilityFacts): Finding {
  const there = `${connectedReplicas} ${connectedReplicas === 1 ? 'replica follows' : 'replicas follow'} it`;
  if (waitReplicas > connectedReplicas) {
    return {
      says: `${there}, but ${waitReplicas} must confirm each command: all are refused until more are there.`,
      dangers: [`Only ${connectedReplicas} of ${waitReplicas} replicas that must confirm are connected.`],
    };
  }
  if (waitReplicas > 0)
    return { says: `${there}, and ${waitReplicas} must have a command before it is answered.` };
  if (connectedReplicas === 0)
    return { says: 'No replica follows it: its lost disk loses what has no backup.' };
  return {
    says: `${there} without being waited for: a failover loses what it had not been sent yet.`,
    dangers: ['Replicas are not waited for (REDIS_WAIT_REPLICAS is 0): a failover loses answered commands.'],
  };
}

function inMemory({ maxmemoryBytes, maxmemoryPolicy }: DurabilityFacts): Finding {
  const limit =
    maxmemoryBytes === undefined || maxmemoryBytes === 0
      ? 'Its memory has no limit of its own (maxmemory 0)'
      : `Its memory ends at ${Math.floor(maxmemoryBytes / 2 ** 20)} MiB`;
  if (maxmemoryPolicy === undefined || maxmemoryPolicy === 'noeviction') {
    const then = maxmemoryBytes
      ? '; then new commands are refused as storage-full and nothing is thrown away'
      : '';
    return { says: `${limit}${then}.` };
  }
  return {
    says: `${limit}, and then it throws keys away by itself (maxmemory-policy ${maxmemoryPolicy}).`,
    dangers: [
      `maxmemory-policy is ${maxmemoryPolicy}: a full Redis deletes events, sessions and bids without a word. Set it to noeviction.`,
    ],
  };
}
