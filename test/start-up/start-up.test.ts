import { pino } from 'pino';
import { test } from 'tap';
import { bannerText, type BannerFacts } from '../../server/start-up/banner.ts';
import { createReadiness } from '../../server/start-up/readiness.ts';
import { reachable } from '../../server/start-up/reachable.ts';
import { createShutdown } from '../../server/start-up/shutdown.ts';

const silent = pino({ level: 'silent' });

test('parts close in reverse order, also when one of them fails', async (t) => {
  const shutdown = createShutdown(1000, silent);
  const closed: string[] = [];
  shutdown.add('first', () => void closed.push('first'));
  shutdown.add('broken', () => Promise.reject(new Error('disk is gone')));
  shutdown.add('last', async () => void closed.push('last'));
  t.equal(shutdown.isDraining, false);
  const both = [shutdown.run(), shutdown.run()];
  t.equal(shutdown.isDraining, true);
  t.same(await Promise.all(both), [false, false]);
  t.same(closed, ['last', 'first'], 'each once');
});

test('a part that never closes does not outlive the deadline', async (t) => {
  const shutdown = createShutdown(20, silent);
  shutdown.add('stuck', () => new Promise(() => undefined));
  const waiting = setInterval(() => undefined, 1000);
  t.equal(await shutdown.run(), false);
  clearInterval(waiting);
});

test('readiness names what fails, hides why, and asks soon again', async (t) => {
  let nowMs = 0;
  let asked = 0;
  const checks = {
    storage: () => {
      asked += 1;
      throw new Error('/secret/place is full');
    },
    media: () => 'no worker',
    fine: async () => undefined,
  };
  const ready = createReadiness(checks, () => nowMs);
  t.same(await ready(), { storage: 'failed', media: 'no worker' });
  await ready();
  t.equal(asked, 1);
  nowMs = 100;
  await ready();
  t.equal(asked, 2);
});

test('a server that is ready asks its parts once a second', async (t) => {
  let nowMs = 0;
  let asked = 0;
  const ready = createReadiness({ storage: () => void (asked += 1) }, () => nowMs);
  t.same(await ready(), {});
  nowMs = 999;
  await ready();
  t.equal(asked, 1);
  nowMs = 1000;
  await ready();
  t.equal(asked, 2);
});

const facts: BannerFacts = {
  reachable: { local: 'http://localhost:8080', origins: ['https://192.0.2.7:8443'], needsAuthority: true },
  listening: [{ host: '127.0.0.1', port: 8081, insteadOf: 8080 }, undefined],
  adminSecret: 'a-secret',
  hasClient: true,
  durability: 'Kept.',
  demoShowId: undefined,
};

test('the banner prints whole links, a QR code for the phone, and says when a port gave way', (t) => {
  const text = bannerText(facts);
  t.match(text, 'http://localhost:8080/enter#a-secret');
  t.match(text, 'https://192.0.2.7:8443/enter#a-secret');
  t.match(text, 'https://192.0.2.7:8443/ca.crt');
  t.match(text, '▄▄▄▄▄');
  t.match(text, 'Port 8080 is used by another program; using 8081 instead.');
  t.end();
});

test('the banner prints no link whose page is not there, and no secret that was not made', (t) => {
  t.notMatch(bannerText({ ...facts, hasClient: false }), /enter#|\/ca\.crt/);
  const later = bannerText({ ...facts, adminSecret: undefined });
  t.notMatch(later, /enter#/);
  t.match(later, 'npm run admin-link');
  t.end();
});

test('printed addresses are those that other devices reach, a configured one first', (t) => {
  const http = { host: '127.0.0.1', port: 8080 };
  const https = { host: '192.0.2.7', port: 8443 };
  const own = { publicOrigins: [], certificatePath: '' };
  t.same(reachable(own, { http, https }), {
    local: 'http://localhost:8080',
    origins: ['https://192.0.2.7:8443'],
    needsAuthority: true,
  });
  const proxied = reachable({ ...own, publicOrigins: ['https://shop.example'] }, { http, https });
  t.equal(proxied.origins[0], 'https://shop.example');
  t.equal(proxied.needsAuthority, false);
  const alone = reachable(own, { http, https: undefined });
  t.same(alone.origins, ['http://localhost:8080']);
  t.equal(reachable(own, { http, https: { host: 'fd00::2', port: 1 } }).origins[0], 'https://[fd00::2]:1');
  t.end();
});
