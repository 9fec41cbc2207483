import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Passing {
  /** `high/live.m3u8`, without its query. */
  readonly file: string;
  readonly query: URLSearchParams;
  /** Of this file, from 1 on. */
  readonly ask: number;
  status: number;
  readonly headers: Map<string, string>;
  body: Buffer;
}

/** What one broken server does to its answers. */
export interface Fault {
  /** May change what is asked for. */
  readonly asking?: (file: string, query: URLSearchParams) => void;
  /** Blocked reloads come so much later. */
  readonly lateMs?: number;
  readonly answering?: (passing: Passing) => void;
}

/** Stands between the checker and a sound stream, and breaks one thing per address: `/<fault>/<file>`. */
export class BreakingProxy {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `upstream` ends with the show's folder. */
  static async open(upstream: string, faults: Readonly<Record<string, Fault>>): Promise<BreakingProxy> {
    const asked = new Map<string, number>();
    const server = createServer((request, response) => {
      void (async () => {
        const [, name = '', file = '', search = ''] =
          /^\/([^/]+)\/([^?]+)\??(.*)$/.exec(request.url ?? '') ?? [];
        const fault = faults[name] ?? {};
        const query = new URLSearchParams(search);
        fault.asking?.(file, query);
        if (fault.lateMs !== undefined && query.has('_HLS_part')) await delay(fault.lateMs);
        const ask = (asked.get(`${name}/${file}`) ?? 0) + 1;
        asked.set(`${name}/${file}`, ask);
        const answer = await fetch(`${upstream}/${file}${query.size > 0 ? `?${query.toString()}` : ''}`);
        const headers = new Map(
          ['content-type', 'cache-control', 'access-control-allow-origin'].map((key) => [
            key,
            answer.headers.get(key) ?? '',
          ]),
        );
        const passing: Passing = {
          file,
          query,
          ask,
          status: answer.status,
          headers,
          body: Buffer.from(await answer.arrayBuffer()),
        };
        if (file === 'master.m3u8') onlyHigh(passing);
        fault.answering?.(passing);
        response.writeHead(passing.status, Object.fromEntries(passing.headers));
        response.end(passing.body);
      })().catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BreakingProxy(server);
  }

  address(fault: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${fault}/master.m3u8`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** One picture and its sound are enough to break, and let many be checked at once. */
function onlyHigh(passing: Passing): void {
  const lines = passing.body.toString().split('\n');
  const kept = lines.filter((line, index) => {
    if (line.startsWith('#EXT-X-STREAM-INF')) return lines[index + 1]?.startsWith('high/');
    if (line.startsWith('#EXT-X-MEDIA')) return line.includes('GROUP-ID="sound"');
    return line.startsWith('#') || line.startsWith('high/') || line === '';
  });
  passing.body = Buffer.from(kept.join('\n'));
}
