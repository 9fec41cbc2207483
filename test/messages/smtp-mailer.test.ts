import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test, type Test } from 'tap';
import type { Mail, Mailer } from '#application/messages/mailer.ts';
import { createSmtpMailer } from '#application/messages/smtp-mailer.ts';
import { SmtpServer } from '../support/smtp-server.ts';

const mail = (over: Partial<Mail> = {}): Mail => ({
  messageId: 'message-1',
  recipient: 'anna@example.com',
  language: 'de',
  subject: 'Gewonnen: Väschen',
  text: 'Das Väschen gehört dir.\n',
  html: '<p>Das Väschen gehört dir.</p>',
  ...over,
});

const openMailer = (t: Test, url: string): Mailer => {
  const mailer = createSmtpMailer({ url, from: 'The Shop <shop@example.com>' });
  t.teardown(() => mailer.close());
  return mailer;
};

test('a mail arrives with text and HTML, a stable Message-ID and its language', async (t) => {
  const server = await SmtpServer.start(t);
  t.same(await openMailer(t, server.url).send(mail()), { outcome: 'accepted' });
  const [received] = server.mails;
  t.match(received, { from: 'shop@example.com', to: ['anna@example.com'] });
  const content = received?.content ?? '';
  t.match(content, /^From: The Shop <shop@example\.com>$/m);
  t.match(content, /^Message-ID: <message-1@popstage>$/m);
  t.match(content, /^Content-Language: de$/m);
  t.match(content, /^Auto-Submitted: auto-generated$/m);
  t.match(content, /text\/plain/);
  t.match(content, /text\/html/);
});

test('an address is one address, whatever characters it has, and a subject is one line', async (t) => {
  const server = await SmtpServer.start(t);
  const mailer = openMailer(t, server.url);
  await mailer.send(mail({ recipient: 'anna@example.com, eve@example.com' }));
  await mailer.send(mail({ subject: 'Hello\r\nBcc: eve@example.com' }));
  t.notOk(server.mails.some(({ to }) => to.includes('eve@example.com')));
  t.notOk(server.mails.some(({ content }) => /^Bcc:/im.test(content)));
});

test('a refusal for good is not tried again, one for now is', async (t) => {
  const server = await SmtpServer.start(t);
  const mailer = openMailer(t, server.url);
  server.answerTo = () => '550 no such mailbox';
  t.same(await mailer.send(mail()), { outcome: 'refused', fault: '550' });
  server.answerTo = () => '451 greylisted, come back later';
  t.same(await mailer.send(mail()), { outcome: 'later', fault: '451' });
  server.answerTo = () => '250 ok';
  t.same(await mailer.send(mail()), { outcome: 'accepted' });
  t.equal(server.mails.length, 1);
});

test('a mail server that is not there is tried again later', async (t) => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  // A TCP server that listens has an address with a port.
  const { port } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  const outcome = await openMailer(t, `smtp://127.0.0.1:${port}`).send(mail());
  t.match(outcome, { outcome: 'later', fault: /^E/ });
});
