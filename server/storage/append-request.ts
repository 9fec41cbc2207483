import type { AppendRequest } from '#application/ports.ts';

/** Throws where a request could not be carried out whatever the log holds: a bug of the caller, in every adapter alike. */
export function assertWellFormed(request: AppendRequest): void {
  const streams = new Set(request.expected.map(({ streamId }) => streamId));
  if (streams.size !== request.expected.length) throw new Error('an append expects one stream twice');
  const commands = new Set<string>();
  for (const { actorId, commandId, events } of request.commands) {
    const key = `${actorId} ${commandId}`;
    if (commands.has(key)) throw new Error('an append carries one command id twice');
    commands.add(key);
    if (events.some(({ streamId }) => !streams.has(streamId))) {
      throw new Error('an append writes to a stream without an expected version');
    }
  }
}
