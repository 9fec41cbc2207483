import t from 'tap';
import { chromiumPath, newPerson } from '../support/browser.ts';
import { Producer } from './producer.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

void t.test('a host takes a show from nothing to the end in the studio', { skip }, async (t) => {
  const producer = await Producer.open();
  const { page } = producer;
  t.teardown(() => producer.close());
  const state = page.getByTestId('studio-state');
  t.equal(new URL(page.url()).hash, '', 'the secret left the address bar');
  await producer.createShow('Autumn glazes');
  await producer.addCamera();
  await producer.seeProgramme();

  await page.getByRole('button', { name: 'Rehearse' }).click();
  await state.filter({ hasText: 'Rehearsal' }).waitFor();

  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'Press again' }).click();
  await state.filter({ hasText: 'Live' }).waitFor();

  await producer.addCamera();
  await page.locator('.source-card').nth(1).waitFor();
  await page.keyboard.press('2');
  await page.locator('.source-card').nth(1).getByText('On air').waitFor();

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Pause now' }).click();
  await state.filter({ hasText: 'Paused' }).waitFor();
  await page.getByRole('button', { name: 'Back on air' }).click();
  await state.filter({ hasText: 'Live' }).waitFor();

  await page.getByRole('button', { name: 'End the show' }).click();
  await page.getByRole('button', { name: 'Press again' }).click();
  await state.filter({ hasText: 'Ended' }).waitFor();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await state.filter({ hasText: 'Paused' }).waitFor();
  t.same(producer.complaints, [], 'the page complained about nothing');
});

void t.test('the sources of a tab come back by themselves after a reload', { skip }, async (t) => {
  const producer = await Producer.open();
  const { page } = producer;
  t.teardown(() => producer.close());
  await producer.createShow('Autumn glazes');
  await producer.addCamera();
  await producer.seeProgramme();
  const beforeMs = performance.now();
  await page.reload();
  await producer.seeProgramme();
  const tookMs = Math.round(performance.now() - beforeMs);
  t.comment(`back after ${tookMs} ms`);
  t.ok(tookMs < 10_000, `the stage was dark for ${tookMs} ms`);
  t.equal(await page.locator('.source-card').count(), 1, 'no second source was made');
});

void t.test('a phone is invited as a camera of this show by a link that works once', { skip }, async (t) => {
  const producer = await Producer.open();
  const { page } = producer;
  t.teardown(() => producer.close());
  await producer.createShow('Autumn glazes');
  await page.getByRole('button', { name: 'Phone', exact: true }).click();
  const invitation = new URL(await page.getByLabel('Link for the phone').inputValue());
  const open = async () => {
    const phone = await (await newPerson(producer.browser, 'phone')).newPage();
    await phone.goto(`${producer.server.origin}/enter${invitation.hash}`);
    return phone;
  };
  const first = await open();
  await first.waitForURL('**/camera/*');
  const second = await open();
  await second.getByText('This link no longer opens the door').waitFor();
  t.equal(new URL(second.url()).hash, '', 'the secret left the address bar');
});
