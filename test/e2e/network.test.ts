import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { chromiumPath, newPerson } from '../support/browser.ts';
import { followFrames, isHue, takeFrames } from '../support/frame-clock.ts';
import { OtherDevice } from '../support/other-device.ts';
import { BrowserStage, playing } from './browser-stage.ts';

t.setTimeout(120_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : OtherDevice.impossible();
const hue = 280;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** As `npm start` listens: HTTPS and media on every address. */
const asStarted = { HTTPS: 'true', HTTPS_PORT: '0', MEDIA_LISTEN: '' };

interface Printed {
  readonly origins: readonly string[];
}

void t.test('a phone in the same network watches over the printed HTTPS link', { skip }, async (t) => {
  const device = await OtherDevice.connect();
  t.teardown(() => device.close());
  const stage = await BrowserStage.open(asStarted);
  t.teardown(() => stage.close());
  // Written by start-up/reachable.ts; the same origins as are printed.
  const text = await readFile(join(stage.server.dataDir, 'addresses.json'), 'utf8');
  const { origins } = JSON.parse(text) as Printed;
  const origin = origins.find((one) => one.startsWith(`https://${device.address}:`));
  t.ok(origin, `the server offers ${device.address} (${origins.join(', ')})`);
  await stage.addCamera({ hue });
  await stage.goLive();

  const root = await fetch(`${stage.server.origin}/ca.crt`);
  await device.trust(new Uint8Array(await root.arrayBuffer()));
  const browser = await device.openBrowser();
  const phone = await newPerson(browser, 'phone', { ignoreHTTPSErrors: false });
  const lost = await phone.newPage();
  await t.rejects(lost.goto(stage.server.origin), 'the loopback address leads nowhere from there');
  const page = await phone.newPage();
  await page.goto(`${origin}/watch/${stage.showId}`);
  t.equal(await page.evaluate('isSecureContext'), true, 'the page is secure, so a camera may be used on it');
  await playing(page, 20_000);
  await followFrames(page);
  await wait(2000);
  const frames = await takeFrames(page);
  t.ok(frames.length > 10, `frames are decoded there (${frames.length} in 2 s)`);
  t.ok(
    frames.every((frame) => isHue(frame.hue, hue)),
    'of the camera here',
  );
});
