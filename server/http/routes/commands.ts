import type { Application, Command } from '#application/application.ts';
import { answerOf } from '#application/command-outcome.ts';
import type { CommandId } from '#domain/ids.ts';
import { commandMethods } from '#protocol/methods/methods.ts';
import { principalOf } from '../access.ts';
import type { RouteApp } from './route-app.ts';

const summaryOf = (method: string): string => method.replace(/^[a-z]+\./, '').replaceAll('-', ' ');

/** Every command of the method table as a route of its own, `POST /api/commands/show.go-live`, with the same schema as on the socket. */
export function registerCommandRoutes(
  app: RouteApp,
  application: Pick<Application, 'execute' | 'bidLog'>,
): void {
  for (const [method, schema] of Object.entries(commandMethods)) {
    app.post(
      `/api/commands/${method}`,
      {
        config: { access: 'signed-in' },
        schema: { tags: ['Commands'], summary: summaryOf(method), body: schema },
      },
      async (request) => {
        const { command, commandId } = toCommand(method, request.body);
        return answerOf(await application.execute({ command, commandId, principal: principalOf(request) }));
      },
    );
  }
}

/** The wire name after the dot is the domain's command type; the parameters are its fields. */
function toCommand(method: string, params: unknown): { command: Command; commandId: CommandId } {
  // The schema of this very method was checked before; domain commands have the same fields (test/http/commands).
  const { commandId, ...fields } = params as { commandId: CommandId };
  const command = { type: method.slice(method.indexOf('.') + 1), ...fields } as unknown as Command;
  return { command, commandId };
}
