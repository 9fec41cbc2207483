import { randomUUID } from 'node:crypto';
import { HeadlessClient, newShowId } from '#test/support/headless-client.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { childrenOf, pin } from '../process-usage.ts';
import type { Contender } from './contender.ts';

interface PopstageOptions {
  /** The core of the server's process; its media worker, idle here, goes to `otherCore`. */
  readonly core: string;
  readonly otherCore: string;
  /** Persons who may join. */
  readonly persons: number;
  /** The first so many are moderators, whom no flood rule binds. */
  readonly moderators?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

const signInAtOnce = 20;
/** The bench comes from one address; what one address may is another test's subject. */
export const crowdEnvironment = { SOCKETS_PER_ADDRESS: '20000', SOCKETS_TOTAL: '20000' };

/** The whole server as it runs in a shop: SQLite log, media worker, a show that is live, and its room. */
export async function startPopstage(options: PopstageOptions): Promise<Contender> {
  const { core, otherCore, persons, moderators = 0 } = options;
  const server = await ServerProcess.start({ environment: { ...crowdEnvironment, ...options.environment } });
  await pin(server.processId, core);
  await Promise.all((await childrenOf(server.processId)).map((child) => pin(child, otherCore)));
  const showId = await openShow(server);
  const tokens = await signInAll(server, persons, moderators);
  let id = 10;
  return {
    name: 'Popstage',
    origin: server.origin,
    path: '/api/socket',
    processId: server.processId,
    heartbeat: { ping: Buffer.from('{"type":"ping"}'), pong: '[{"type":"pong"}]' },
    joining: (index) => [
      { say: JSON.stringify([{ type: 'hello', protocol: 1, token: tokens[index] }]), until: '"welcome"' },
      { say: request(1, 'channel.subscribe', { channel: `room-${showId}` }), until: '"snapshot"' },
    ],
    say: (line, text) => {
      const ids = { commandId: randomUUID(), messageId: randomUUID() };
      const rest = { replyToId: null, mentionIds: [], audience: 'room' };
      id = (id + 1) % 0x7fffffff;
      line.say(request(id, 'room.send-message', { showId, text, ...ids, ...rest }));
    },
    close: () => server.close(),
  };
}

const request = (id: number, method: string, params: object): string =>
  JSON.stringify([{ type: 'request', id, method, params }]);

async function openShow(server: ServerProcess): Promise<string> {
  const host = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Hanna' });
  const showId = newShowId();
  await host.command('show.create-show', { showId, title: 'Pottery', description: '' });
  await host.command('show.go-live', { showId });
  host.close();
  return showId;
}

async function signInAll(server: ServerProcess, persons: number, moderators: number): Promise<string[]> {
  const admin = await HeadlessClient.signIn(server.origin, { link: server.adminLink });
  // What the route answers with (server/http/routes/links.ts).
  const { secret } = (await admin.http('POST', '/api/links', { role: 'moderator', label: 'Bench' })) as {
    secret: string;
  };
  const tokens: string[] = [];
  while (tokens.length < persons) {
    const from = tokens.length;
    const wave = Array.from({ length: Math.min(signInAtOnce, persons - from) }, (_, index) =>
      HeadlessClient.signIn(server.origin, from + index < moderators ? { link: secret } : {}),
    );
    tokens.push(...(await Promise.all(wave)).map(({ grant }) => grant.accessToken));
  }
  return tokens;
}
