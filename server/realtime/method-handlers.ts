import type { Static } from 'typebox';
import type { Principal } from '#application/principal.ts';
import type { MethodName, methodTable } from '#protocol/methods/methods.ts';
import type { Session } from './session.ts';

/** One request whose parameters have been checked against the method's schema. */
export interface MethodCall<Method extends MethodName> {
  readonly session: Session;
  /** As of the moment the request was read. */
  readonly principal: Principal;
  readonly params: Static<(typeof methodTable)[Method]>;
}

/** Answers with the method's result, or throws a `Refusal`. */
export type MethodHandler<Method extends MethodName> = (call: MethodCall<Method>) => Promise<unknown>;

export type MethodHandlers<Methods extends MethodName = MethodName> = {
  readonly [Method in Methods]: MethodHandler<Method>;
};
