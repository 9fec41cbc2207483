import type { RecoveryLimits } from '#application/application.ts';
import type { Position } from '#application/ports.ts';
import { SerialisedJson } from '../payload.ts';
import type { ChannelKind, Reader } from './channel-kind.ts';
import type { RecoveryRing } from './recovery-ring.ts';

/** Distinct answers kept between two changes; sockets that lost one server all ask for nearly the same. */
const maximumKept = 64;

/** Answers to `channel.subscribe`: made once for all who ask the same until something changes. */
export class ChannelAnswers<State, Event> {
  readonly #kind: ChannelKind<State, Event>;
  readonly #ring: RecoveryRing<State, Event>;
  readonly #limits: RecoveryLimits;
  readonly #kept = new Map<string, SerialisedJson>();

  constructor(kind: ChannelKind<State, Event>, ring: RecoveryRing<State, Event>, limits: RecoveryLimits) {
    this.#kind = kind;
    this.#ring = ring;
    this.#limits = limits;
  }

  /** Something changed. */
  clear(): void {
    this.#kept.clear();
  }

  /**
   * What came after `from` up to `to`; `undefined` when it is not all here or too much: never a part of it. From `to`
   * up to version `spared` their audience was told nothing, because there was nothing for it; for one person there may be.
   */
  recovery(
    from: Position,
    to: Position,
    spared: number,
    reader: Reader,
    state: State,
  ): SerialisedJson | undefined {
    if (from.version > to.version || !this.#ring.holds(from)) return undefined;
    if (to.version - from.version > this.#limits.events) return undefined;
    const answer = (text: string) => recovered(text, to);
    const selves = this.#ring.selves(from.version, spared, state);
    if (reader.personId !== null && selves.has(reader.personId)) {
      return this.#within(answer(this.#ring.textApart(from.version, spared, reader, state)));
    }
    const key = `${reader.audience}:${from.version}:${to.version}`;
    const whole = this.#keep(key, () =>
      answer(this.#ring.text(from.version, to.version, reader.audience, state)),
    );
    return this.#within(whole);
  }

  snapshot(position: Position, reader: Reader, state: State): SerialisedJson {
    const { audience, personId } = reader;
    const make = (who: Reader) => {
      const snapshot = JSON.stringify(this.#kind.snapshot(state, who));
      return new SerialisedJson(
        `{"recovered":false,"snapshot":${snapshot},"position":${JSON.stringify(position)}}`,
      );
    };
    if (personId !== null && this.#kind.isApart(state, personId)) return make(reader);
    return this.#keep(`${audience}:all:${position.version}`, () => make({ audience, personId: null }));
  }

  #within(answer: SerialisedJson): SerialisedJson | undefined {
    return answer.text.length <= this.#limits.sizeBytes ? answer : undefined;
  }

  #keep(key: string, make: () => SerialisedJson): SerialisedJson {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (this.#kept.size >= maximumKept) this.#kept.clear();
    const answer = make();
    this.#kept.set(key, answer);
    return answer;
  }
}

const recovered = (text: string, position: Position): SerialisedJson =>
  new SerialisedJson(`{"recovered":true,"events":[${text}],"position":${JSON.stringify(position)}}`);
