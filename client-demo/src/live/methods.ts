import type { Static } from 'typebox';
import type { CommandId, MediaId, PersonId, ShowId, SourceId } from '#domain/ids.ts';
import type { methodTable, MethodName } from '#protocol/methods/methods.ts';
import type { showMethods } from '#protocol/methods/show.ts';
import type { StageResults, StageState } from '#protocol/methods/stage.ts';
import type { ShowView, Subscribed } from '#protocol/views.ts';

type Brand = CommandId | MediaId | PersonId | ShowId | SourceId;
/** Brands are given where ids are parsed, on the server; a browser handles ids as the text they are. */
type Plain<Value> = Value extends Brand
  ? string
  : Value extends string | number | boolean | null
    ? Value
    : { [Key in keyof Value]: Plain<Value[Key]> };

/** Parameters whose ids are branded on the server; everything below the first two levels is left as it is. */
export type MethodParams<M extends MethodName> = {
  [Key in keyof Static<(typeof methodTable)[M]>]: Static<(typeof methodTable)[M]>[Key] extends Brand
    ? string
    : Key extends 'slate'
      ? Plain<Static<(typeof methodTable)[M]>[Key]>
      : Static<(typeof methodTable)[M]>[Key];
};

type ShowResults = { readonly [Name in keyof typeof showMethods]: { readonly version: number } };

/** What each method answers. */
export interface MethodResults extends StageResults, ShowResults {
  readonly 'channel.subscribe': Subscribed<ShowView>;
  readonly 'channel.unsubscribe': unknown;
  readonly 'stage.observe': { readonly stage: StageState };
  readonly 'stage.unobserve': unknown;
}

export type { MethodName };
