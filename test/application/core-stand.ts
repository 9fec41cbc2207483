import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import type { Application, Command } from '#application/application.ts';
import type { CommerceParts } from '#application/commerce/keep-commerce.ts';
import { createApplication } from '#application/create-application.ts';
import { createCrew } from '#application/identity/crew.ts';
import type { CredentialStore } from '#application/identity/credential-store.ts';
import { randomIds } from '#application/id-source.ts';
import type { AppendRequest, AppendResult, EventLog, PeopleStore } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { mainShopId } from '#application/streams.ts';
import type { CommandId, PersonId, ShowId, SourceId } from '#domain/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { createMemoryCredentialStore } from '#storage/identity/memory-credential-store.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import type { Test } from 'tap';

// Brands have no maker outside the edge; tests name their ids by hand.
export const showIdOf = (name: string): ShowId => `show-${name}` as ShowId;
export const sourceIdOf = (name: string): SourceId => `source-${name}` as SourceId;
export const commandIdOf = (name: string): CommandId => `command-${name}` as CommandId;
export const personIdOf = (name: string): PersonId => `person-${name}` as PersonId;

export const principalOf = (role: Role, name: string = role, showId: ShowId | null = null): Principal => ({
  sessionId: `session-${name}`,
  personId: personIdOf(name),
  role,
  showId,
});

/** A log in memory whose clock the test holds, and whose appends it can watch or change. */
export class StandLog extends MemoryEventLog {
  static startMs = 1_000_000;
  readonly requests: AppendRequest[] = [];
  /** Runs before each append; what it returns stands for the log's own answer. */
  before: (request: AppendRequest) => AppendResult | undefined = () => undefined;
  clock: { nowMs: number };

  constructor(clock = { nowMs: StandLog.startMs }) {
    super({ ids: randomIds, nowMs: () => clock.nowMs });
    this.clock = clock;
  }

  override async append(request: AppendRequest): Promise<AppendResult> {
    this.requests.push(request);
    // A real log answers later than at once.
    await new Promise((resolve) => setImmediate(resolve));
    return this.before(request) ?? super.append(request);
  }
}

export interface CoreStand {
  readonly application: Application;
  readonly people: PeopleStore;
  readonly credentials: CredentialStore;
  readonly errors: { readonly error: unknown; readonly where: string }[];
  /** Executes with a fresh command id unless one is given. */
  run(command: Command, principal?: Principal, commandId?: string): ReturnType<Application['execute']>;
}

let lastCommand = 0;

/** The real core over a log; several over one log stand for several server processes. */
export async function startCore(
  t: Test,
  log: EventLog,
  sweepMs = 3_600_000,
  commerce: Partial<CommerceParts> = {},
): Promise<CoreStand> {
  const errors: CoreStand['errors'] = [];
  const bus = new InProcessBus({ onListenerError: (error) => errors.push({ error, where: 'bus' }) });
  const onError = (error: unknown, where: string) => errors.push({ error, where });
  const people = createMemoryPeopleStore();
  const credentials = createMemoryCredentialStore();
  const crew = createCrew({ credentials, people, nowMs: () => log.nowMs(), sessionIdleMs: 3_600_000 });
  const shopId = mainShopId;
  const application = await createApplication({
    shopId,
    log,
    bus,
    people,
    crew,
    onError,
    sweepMs,
    commerce,
  });
  t.teardown(async () => {
    await application.shutdown();
    await bus.close();
  });
  return {
    application,
    people,
    credentials,
    errors,
    run: (command, principal = principalOf('admin'), commandId = `fresh-${++lastCommand}`) =>
      application.execute({ command, principal, commandId: commandIdOf(commandId) }),
  };
}

export const create = (name: string): Command => ({
  type: 'create-show',
  showId: showIdOf(name),
  title: name,
  description: '',
});
export const edit = (name: string, title: string): Command => ({
  type: 'edit-show',
  showId: showIdOf(name),
  title,
  description: '',
});
export const plain = (
  type: 'go-live' | 'end-show' | 'archive-show' | 'start-rehearsal' | 'resume-show',
  name: string,
): Command => ({ type, showId: showIdOf(name) });
export const addSource = (name: string, source: string): Command => ({
  type: 'add-source',
  showId: showIdOf(name),
  sourceId: sourceIdOf(source),
  label: source,
  kind: 'camera',
  hasVideo: true,
  hasAudio: true,
});
