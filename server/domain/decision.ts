/** The outcome of a pure `decide`: events to append, or a rejection with a code of the error table. */
export type Decision<Event, Code extends string = string> =
  | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection<Code> };

/** `details` are facts a client can show or act on (numbers, ids, times), never prose. */
export interface Rejection<Code extends string = string> {
  readonly code: Code;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** What `decide` may know beside the command and the states: time, randomness and ids arrive as data. */
export interface DecisionContext<Id> {
  /** Store time in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Who asks. */
  readonly actor: Id;
}

/** An event with what the log adds to it; what `evolve` folds into a state. */
export interface Occurrence<Event, Id> {
  readonly event: Event;
  /** Store time in milliseconds since the epoch. */
  readonly atMs: number;
  readonly actorId: Id;
}

export const accepted = <Event>(...events: readonly Event[]): Decision<Event, never> => ({
  outcome: 'accepted',
  events,
});

export const rejected = <Code extends string>(
  code: Code,
  details?: Rejection['details'],
): Decision<never, Code> => ({
  outcome: 'rejected',
  rejection: details === undefined ? { code } : { code, details },
});

/** Closes a `switch` over a union; reached only when a case was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
