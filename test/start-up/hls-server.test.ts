import { createPrivateKey, X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { jwtVerify } from 'jose';
import { test } from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { playlistTokenAudience, readHlsPath } from '#protocol/hls.ts';
import { HeadlessClient, newShowId, newSourceId } from '#test/support/headless-client.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { WorkerDouble } from '#test/support/worker-double.ts';
import { openUpstream } from '../http/hls-upstream.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

test('a whole server, over a worker that is only its RPC and its origin', { timeout: 90_000 }, async (t) => {
  const double = new WorkerDouble();
  await double.listen();
  const origin = await openUpstream(t);
  double.hlsPort = origin.port;
  double.answers['hls.find-replay'] = () => ({ durationS: 60 });
  const environment = { MEDIA_SOCKET: double.socketPath, HLS: 'true', HTTPS: 'true', HTTPS_PORT: '0' };
  const server = await ServerProcess.start({ environment });
  t.teardown(async () => {
    await server.close();
    await double.close();
  });
  const host = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Hanna' });
  const viewer = await HeadlessClient.connect(server.origin);
  t.teardown(() => [host, viewer].forEach((client) => client.close()));
  const showId = newShowId();
  const camera = { label: 'C', kind: 'camera', hasVideo: true, hasAudio: true } as const;
  await host.command('show.create-show', { showId, title: 'Pottery', description: '' });
  await host.command('show.add-source', { showId, sourceId: newSourceId(), ...camera });
  const planned = async (isPublic: boolean) => {
    for (;;) {
      const hls = double.paramsOf('stage.open').at(-1)?.plan.hls;
      if (hls?.isPublic === isPublic) return hls;
      await delay(10);
    }
  };

  await t.test('the worker has the certificate under which the server itself answers', async (t) => {
    const [given] = double.paramsOf('hls.certify');
    const certificate = new X509Certificate(given?.certificate ?? '');
    t.ok(certificate.checkPrivateKey(createPrivateKey(given?.privateKey ?? '')));
    t.ok(certificate.checkHost('localhost'));
    t.notOk(server.output.includes('PRIVATE KEY'));
  });

  await t.test(
    'in a rehearsal the host has a token that the worker can check, the public has nothing',
    async (t) => {
      await host.command('show.start-rehearsal', { showId });
      const { tokenKey, keepsReplay } = await planned(false);
      t.notOk(keepsReplay);
      const { path, origin: place } = await host.request('stage.playlists', { showId });
      t.same(place, { port: origin.port });
      const { token } = readHlsPath(path) ?? {};
      const rules = { audience: playlistTokenAudience, subject: showId };
      await jwtVerify(token ?? '', Buffer.from(tokenKey, 'base64url'), rules);
      t.equal(await codeOf(viewer.request('stage.playlists', { showId })), 'show-not-found');
      t.equal((await fetch(server.origin + path)).status, 200);
      t.equal(origin.requests.at(-1)?.url, path);
      t.notOk(server.output.includes(token ?? ''));
    },
  );

  await t.test(
    'on air everybody has the open path, here and at the port that the page may use',
    async (t) => {
      await host.command('show.go-live', { showId });
      await planned(true);
      const path = `/hls/${showId}/master.m3u8`;
      const place = { path, origin: { port: origin.port }, expiresAtMs: null };
      t.same(await viewer.request('stage.playlists', { showId }), place);
      t.equal(await (await fetch(server.origin + path)).text(), '#EXTM3U\n');
      const page = await fetch(`${server.origin}/watch/${showId}`, { headers: { accept: 'text/html' } });
      t.match(
        page.headers.get('content-security-policy'),
        new RegExp(`http://127\\.0\\.0\\.1:${origin.port} `),
      );
    },
  );

  await t.test('a server that starts again signs with the same key', async (t) => {
    const { tokenKey } = await planned(true);
    const before = double.paramsOf('stage.open').length;
    await server.stop();
    await server.startAgain();
    while (double.paramsOf('stage.open').length === before) await delay(10);
    t.equal((await planned(true)).tokenKey, tokenKey);
    t.equal(double.paramsOf('hls.certify').length, 2);
    await Promise.all([host.open(), viewer.open()]);
  });

  await t.test('after the end there is a replay, until the host erases it', async (t) => {
    await host.command('show.end-show', { showId });
    while (double.paramsOf('stage.close').length === 0) await delay(10);
    t.match(await viewer.request('stage.playlists', { showId }), { path: `/hls/${showId}/replay.m3u8` });
    t.equal((await fetch(`${server.origin}/hls/${showId}/high/replay.m3u8`)).status, 200);
    t.equal(await codeOf(viewer.request('stage.delete-replay', { showId })), 'forbidden');
    double.answers['hls.find-replay'] = () => ({ durationS: null });
    t.same(await host.request('stage.delete-replay', { showId }), {});
    t.same(double.paramsOf('hls.delete-replay'), [{ showId }]);
    t.equal(await codeOf(viewer.request('stage.playlists', { showId })), 'replay-absent');
    t.equal((await fetch(`${server.origin}/hls/${showId}/high/replay.m3u8`)).status, 404);
  });
});
