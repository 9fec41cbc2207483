import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import { Refusal, type ErrorCode } from '#protocol/errors.ts';
import type { ClientMessage } from '#protocol/messages.ts';
import { methodTable, type MethodName } from '#protocol/methods/methods.ts';
import type { MethodHandler, MethodHandlers } from './method-handlers.ts';
import { Payload, SerialisedJson } from './payload.ts';
import type { RealtimeDeps } from './ports.ts';
import type { Session } from './session.ts';

type Request = Extract<ClientMessage, { type: 'request' }>;

interface RouterDeps extends Pick<RealtimeDeps, 'config' | 'clock' | 'metrics'> {
  readonly handlers: MethodHandlers;
  readonly logger: Logger;
}

interface Route {
  readonly method: MethodName;
  /** Throws `request-invalid` with the first field at fault. */
  readonly check: (params: unknown) => void;
  readonly handle: MethodHandler<MethodName>;
}

/** Signalling that a worker has not answered by then is answered for it; its own deadlines are shorter. */
const requestDeadlineMs = 15_000;

const routeOf = (method: MethodName, handlers: MethodHandlers): Route => {
  const validator = Compile(methodTable[method]);
  return {
    method,
    check: (params) => {
      if (validator.Check(params)) return;
      const [fault] = validator.Errors(params);
      throw new Refusal('request-invalid', {
        field: fault?.instancePath ?? '',
        problem: fault?.message ?? '',
      });
    },
    // The route checks parameters against this very method's schema before it calls, which the union of all
    // handlers cannot express.
    handle: handlers[method],
  };
};

/** A result that many get was serialised once. */
const replyOf = (id: number, result: unknown): Payload =>
  result instanceof SerialisedJson
    ? Payload.ofText(`{"type":"reply","id":${id},"ok":true,"result":${result.text}}`)
    : Payload.of({ type: 'reply', id, ok: true, result });

/** Method table -> schema -> handler -> reply. Every request gets exactly one reply while its socket lives. */
export class RequestRouter {
  readonly #deps: RouterDeps;
  readonly #routes: ReadonlyMap<string, Route>;
  readonly #openIds = new WeakMap<Session, Set<number>>();

  constructor(deps: RouterDeps) {
    this.#deps = deps;
    // Object.keys gives strings; the table's own keys are the method names by definition.
    const methods = Object.keys(methodTable) as MethodName[];
    this.#routes = new Map(methods.map((method) => [method, routeOf(method, deps.handlers)]));
  }

  /** Never rejects. */
  async answer(session: Session, request: Request): Promise<void> {
    const startedAtMs = this.#deps.clock.nowMs();
    const route = this.#routes.get(request.method);
    let outcome: 'ok' | ErrorCode = 'ok';
    try {
      const result = await this.#run(session, request, route);
      session.sendPayload(replyOf(request.id, result));
    } catch (error) {
      const refusal = this.#refusalOf(error, request.method);
      outcome = refusal.code;
      session.send({ type: 'reply', id: request.id, ok: false, error: refusal.toWire() });
    }
    const durationMs = this.#deps.clock.nowMs() - startedAtMs;
    this.#deps.metrics.requestDone(route?.method ?? 'unknown', outcome, durationMs);
  }

  async #run(session: Session, request: Request, route: Route | undefined): Promise<unknown> {
    const openIds = this.#openIds.get(session) ?? new Set<number>();
    if (openIds.has(request.id)) throw new Refusal('request-invalid', { field: '/id', problem: 'is open' });
    if (openIds.size >= this.#deps.config.socketOpenRequests) {
      throw new Refusal('rate-limited', { retryAfterMs: 1000, openRequests: openIds.size });
    }
    if (route === undefined) throw new Refusal('method-unknown');
    route.check(request.params);
    const { principal } = session;
    if (principal === undefined) throw new Refusal('token-missing');
    this.#openIds.set(session, openIds.add(request.id));
    try {
      // Checked two lines above; see `routeOf`.
      const params = request.params as Parameters<Route['handle']>[0]['params'];
      return await this.#beforeDeadline(route.handle({ session, principal, params }));
    } finally {
      openIds.delete(request.id);
      // An idle socket keeps nothing here.
      if (openIds.size === 0) this.#openIds.delete(session);
    }
  }

  #beforeDeadline(work: Promise<unknown>): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancel = this.#deps.clock.after(requestDeadlineMs, () => reject(new Refusal('deadline-exceeded')));
    work.then(resolve, reject).finally(cancel);
    return promise;
  }

  #refusalOf(error: unknown, method: string): Refusal {
    if (error instanceof Refusal) return error;
    this.#deps.logger.error({ err: error, method }, 'a request failed');
    return new Refusal('server-error', undefined, { cause: error });
  }
}
