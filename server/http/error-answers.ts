import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorTable, Refusal } from '#protocol/errors.ts';
import type { ErrorBody } from '#protocol/views.ts';

/** Every answer that is not a success speaks the error table: `{ error: { code, message, temporary, details } }`. */
export function registerErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => answer(reply, toRefusal(error, request)));
}

export function answer(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const body: ErrorBody = { error: refusal.toWire() };
  return reply
    .code(errorTable[refusal.code].httpStatus)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(body);
}

function toRefusal(error: unknown, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const known = isFastifyError(error) ? fromFastify(error, request) : undefined;
  if (known !== undefined) return known;
  request.log.error({ err: error, requestId: request.id }, 'request failed');
  return new Refusal('server-error', { requestId: request.id }, { cause: error });
}

const isFastifyError = (error: unknown): error is FastifyError => error instanceof Error && 'code' in error;

/** What Fastify itself refuses before a handler is reached. */
function fromFastify(error: FastifyError, request: FastifyRequest): Refusal | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('body-too-large', { limitBytes: request.routeOptions.bodyLimit ?? 0 });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_INVALID_CONTENT_TYPE':
      return new Refusal('media-type-unsupported');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_ASYNC_CONSTRAINT':
      return new Refusal('request-invalid');
    // Parsers of the platform that sit below the routes (a malformed JSON body, a bad percent sign) say 400 themselves.
    default:
      return error.statusCode === 400 ? new Refusal('request-invalid') : undefined;
  }
}
