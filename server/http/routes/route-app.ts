import '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import { Type } from 'typebox';

/** The app as routes see it: handlers get the types of their schemas. */
export type RouteApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Every object of a request is shut: an unknown key is a fault that its sender should hear of. */
export const shut = { additionalProperties: false } as const;

export const NoBody = Type.Object({}, { ...shut, description: 'Nothing; `{}` or no body.' });

/** Describes an answer in the OpenAPI page; the TypeScript type in protocol/views.ts is what binds. */
export const answers = (description: string): { readonly description: string } => ({ description });
