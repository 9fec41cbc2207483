import { commandMethods, type CommandMethod } from '#protocol/methods/methods.ts';
import type { Command } from '#application/application.ts';
import { answerOf } from '#application/command-outcome.ts';
import type { MethodCall, MethodHandlers } from './method-handlers.ts';
import type { RealtimeDeps } from './ports.ts';

/** Wire method `show.go-live` is the domain's command `go-live`; the parameters beside the command id are its fields. */
const commandOf = (method: CommandMethod, fields: object): Command =>
  // Method table and command union name the same fields; a test walks every command through both.
  ({ ...fields, type: method.slice(method.indexOf('.') + 1) }) as Command;

/** Commands go straight to the core, which checks the rights against the state it decides on. */
export const commandHandlers = ({
  application,
}: Pick<RealtimeDeps, 'application'>): Pick<MethodHandlers, CommandMethod> => {
  const handle =
    (method: CommandMethod) =>
    async ({ principal, params }: MethodCall<CommandMethod>) => {
      const { commandId, ...fields } = params;
      const command = commandOf(method, fields);
      return answerOf(await application.execute({ command, commandId, principal }));
    };
  // Object.keys gives strings; the table's own keys are the method names by definition.
  const methods = Object.keys(commandMethods) as CommandMethod[];
  // fromEntries forgets that every key of the table is present.
  return Object.fromEntries(methods.map((method) => [method, handle(method)])) as unknown as Pick<
    MethodHandlers,
    CommandMethod
  >;
};
