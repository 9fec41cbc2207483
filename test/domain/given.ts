import type { Test } from 'tap';
import type { Decision, Occurrence, Rejection } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';

/** When the commands of an example come, unless they say otherwise. */
export const nowMs = 2_000_000;
/** Who asks, unless an example says otherwise. */
export const somebody = 'person-somebody' as PersonId;

/** What a noun is made of; `Asked` is what it decides on. */
export interface Noun<State, Event, Asked> {
  readonly initial: State;
  readonly evolve: (state: State, occurrence: Occurrence<Event, PersonId>) => State;
  readonly decide: (
    asked: Asked,
    state: State,
    context: { readonly nowMs: number; readonly actor: PersonId },
  ) => Decision<Event> | undefined;
}

export interface Circumstances {
  readonly nowMs?: number;
  readonly by?: PersonId;
}

/** Given these events; `when` may be asked several times, each time of the same state. */
export class Given<State, Event extends { readonly type: string }, Asked> {
  readonly state: State;
  readonly #noun: Noun<State, Event, Asked>;
  readonly #t: Test;

  constructor(noun: Noun<State, Event, Asked>, t: Test, state: State, history: readonly Event[] = []) {
    this.#noun = noun;
    this.#t = t;
    this.state = history.reduce(
      (next, event) => noun.evolve(next, { event, atMs: nowMs, actorId: somebody }),
      state,
    );
  }

  when(asked: Asked, { nowMs: atMs = nowMs, by = somebody }: Circumstances = {}): When<State, Event, Asked> {
    const decision = this.#noun.decide(asked, this.state, { nowMs: atMs, actor: by });
    const next = (events: readonly Event[]) => {
      const state = events.reduce(
        (one, event) => this.#noun.evolve(one, { event, atMs, actorId: by }),
        this.state,
      );
      return new Given(this.#noun, this.#t, state);
    };
    return new When(this.#t, decision, next);
  }
}

class When<State, Event extends { readonly type: string }, Asked> {
  readonly #t: Test;
  readonly #decision: Decision<Event> | undefined;
  readonly #next: (events: readonly Event[]) => Given<State, Event, Asked>;

  constructor(
    t: Test,
    decision: Decision<Event> | undefined,
    next: (events: readonly Event[]) => Given<State, Event, Asked>,
  ) {
    this.#t = t;
    this.#decision = decision;
    this.#next = next;
  }

  /** Exactly these events; answers what is so after them. */
  then(...events: readonly Event[]): Given<State, Event, Asked> {
    this.#t.same(this.#decision, { outcome: 'accepted', events }, events.map(({ type }) => type).join());
    return this.#next(events);
  }

  /** Exactly this rejection; without details none is expected. */
  isRefused(code: string, details?: Rejection['details']): void {
    const rejection = details === undefined ? { code } : { code, details };
    this.#t.same(this.#decision, { outcome: 'rejected', rejection }, code);
  }

  /** Of what only checks: it had nothing to say against it. */
  passes(): void {
    this.#t.equal(this.#decision, undefined, 'nothing is said against it');
  }

  /** Accepted, whatever its events; answers what is so after them. */
  isAccepted(): Given<State, Event, Asked> {
    this.#t.match(this.#decision, { outcome: 'accepted' });
    return this.#next(this.#decision?.outcome === 'accepted' ? this.#decision.events : []);
  }
}
