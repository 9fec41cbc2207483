import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly content: string;
}

/** Enough of SMTP (RFC 5321) to take mail from our mailer, and to refuse it where a test says so. */
export class SmtpServer {
  readonly mails: ReceivedMail[] = [];
  /** The answer to a recipient; anything but a 250 refuses. */
  answerTo: (recipient: string) => string = () => '250 ok';
  readonly url: string;
  readonly #sockets = new Set<Socket>();

  private constructor(url: string) {
    this.url = url;
  }

  static async start(t: Test): Promise<SmtpServer> {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    // A TCP server that listens has an address with a port.
    const { port } = listener.address() as AddressInfo;
    const server = new SmtpServer(`smtp://127.0.0.1:${port}`);
    listener.on('connection', (socket) => server.#talk(socket));
    t.teardown(() => {
      server.#sockets.forEach((socket) => socket.destroy());
      listener.close();
    });
    return server;
  }

  #talk(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    let from = '';
    let to: string[] = [];
    let content: string[] | undefined;
    say('220 test ESMTP');
    createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
      if (content !== undefined) {
        if (line !== '.') return void content.push(line.replace(/^\./, ''));
        this.mails.push({ from, to, content: content.join('\n') });
        content = undefined;
        to = [];
        return void say('250 taken');
      }
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (verb === 'MAIL') from = address;
      if (verb === 'RCPT') {
        const answer = this.answerTo(address);
        if (answer.startsWith('250')) to.push(address);
        return void say(answer);
      }
      if (verb === 'DATA') {
        content = [];
        return void say('354 go on');
      }
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      return void say('250 ok');
    });
  }
}
