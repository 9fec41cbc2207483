import tap, { type Test } from 'tap';
import type { Page } from 'playwright-core';
import { chromiumPath, collectComplaints } from '../support/browser.ts';
import { eanModules, qrModules, writeCodeFilm } from '../support/code-film.ts';
import {
  barcode,
  checkLook,
  deviceLink,
  enter,
  key,
  openCounter,
  openTill,
  payCash,
  scan,
  sellOffline,
  setAside,
  tab,
  tillNamed,
  winByPaddle,
  type Counter,
} from './counter-stand.ts';
import { unlock } from './till-stand.ts';

tap.setTimeout(240_000);
const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

const shotsFolder = process.env['TILL_SHOTS'];
/** Where somebody who polishes the page wants to see it. */
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shotsFolder !== undefined) await page.screenshot({ path: `${shotsFolder}/counter-${name}.png` });
};
const phone = { width: 390, height: 844 };
const tablet = { width: 1024, height: 768 };
const dayMs = 86_400_000;

const collectAndUndo = async (t: Test, { stand, vase }: Counter, page: Page): Promise<void> => {
  await stand.buy(vase, 2450, 7);
  const pickUpCode = await stand.codeOf(7);
  const card = page.locator('.settle-card');
  await scan(page, pickUpCode.toLowerCase());
  await card.getByText(pickUpCode).waitFor();
  await checkLook(t, page, 'an order');
  await key(page, 'Paid in cash').click();
  await key(page, '€50.00').click();
  await checkLook(t, page, 'taking cash');
  await shoot(page, 'cash');
  await key(page, 'Cash taken').click();
  await page.locator('.settle-card[data-due="0"]').getByText('€25.50').waitFor();
  t.same(await stand.stockOf(vase), { free: 19, sold: 1, leased: 0 });
  await key(page, 'Hand out all').click();
  await card.getByText('nothing is left to do').waitFor();
  await checkLook(t, page, 'what was handed out');
  await shoot(page, 'handed-out');
  await tab(page, 'Sell');
  await scan(page, pickUpCode);
  await card.getByText('nothing is left to do').waitFor();
  await shoot(page, 'twice');
  await key(page, 'Not handed out after all').click();
  await key(page, 'Hand out all').waitFor();
  await key(page, 'Undo the payment').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo the payment' }).click();
  await page.locator('.settle-card[data-due="2450"]').waitFor();
  await key(page, 'Paid by card').click();
  await key(page, 'Hand out all').click();
  await page.locator('.settle-card[data-status=done]').waitFor();
  await tab(page, 'Sales');
  t.equal(await page.locator('.sale-row[data-undone=true]').count(), 1);
  await page.getByText('Paddle 7').first().waitFor();
  await shoot(page, 'sales');
  await checkLook(t, page, 'sales');
  t.match((await stand.orders())[0], { status: 'done', dueMinor: 0 });
};

const cashUpShort = async (t: Test, { stand, shop }: Counter, page: Page): Promise<void> => {
  await tab(page, 'Drawer');
  await page.getByText('€84.50').waitFor();
  await page.getByLabel('Counted').fill('99.50');
  await page.getByText('€0.50 missing').waitFor();
  await page.getByLabel('Note').fill('a coin rolled under the stall');
  await checkLook(t, page, 'a count that is short');
  await shoot(page, 'short');
  await key(page, 'Cash up and close').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cash up and close' }).click();
  await page.getByText('By card terminal').last().waitFor();
  await shoot(page, 'cash-ups');
  const [till] = await stand.tills();
  t.match(till?.cashUps, [
    {
      expectedMinor: 10_000,
      countedMinor: 9_950,
      terminalMinor: 8_450,
      note: 'a coin rolled under the stall',
    },
  ]);
  await shop.getByText('Cash-ups (1)').click();
  await shop.getByText('a coin rolled under the stall').waitFor();
  t.pass('the shop reads why');
};

const paddlePaysOnce = async (t: Test, counter: Counter, page: Page): Promise<void> => {
  const before = (await tillNamed(counter, 'Stall left')).sales.length;
  await winByPaddle(counter, counter.vase, [1000, 2000, 3000]);
  await page.setViewportSize(phone);
  await tab(page, 'Collect');
  await page.getByRole('searchbox').fill('12');
  await page.locator('.settle-card[data-due="6000"]').waitFor();
  t.equal(await page.locator('.settle-lines li').count(), 3);
  await shoot(page, 'paddle');
  await key(page, 'Paid by card').click();
  await key(page, 'Hand out all').click();
  await page.locator('.settle-card[data-status=done]').waitFor();
  const { sales } = await tillNamed(counter, 'Stall left');
  t.match(sales[0], { kind: 'settlement', amountMinor: 6000, method: 'terminal' });
  t.equal(sales.length, before + 1, 'one payment');
};

const cameraReads = async (t: Test, { stand, vase, filmPath }: Counter, page: Page): Promise<void> => {
  await stand.buy(vase, 2450, 31);
  const code = await stand.codeOf(31);
  await tab(page, 'Sell');
  await key(page, 'Scan').click();
  await page.getByText('1 × Vase').waitFor();
  await checkLook(t, page, 'the camera');
  await shoot(page, 'scan');
  // It reads twice a second, and a code that is still in the picture is no second piece.
  await page.waitForTimeout(2_000);
  await key(page, 'Close').click();
  await page.getByRole('button', { name: '1 article · €24.50' }).waitFor();
  await writeCodeFilm(filmPath, qrModules(code));
  await tab(page, 'Collect');
  await key(page, 'Scan').click();
  await page.locator('.settle-card[data-due="2450"]').getByText(code).waitFor();
  await page.locator('video').waitFor({ state: 'detached' });
  t.pass('the camera is let go');
};

const twoAtOnce = async (t: Test, counter: Counter): Promise<void> => {
  const { stand, cup, vase } = counter;
  const before = await stand.stockOf(vase);
  const tills = await Promise.all([
    openTill(counter, { label: 'A day fast', clockOffMs: dayMs }),
    openTill(counter, { label: 'A day slow', clockOffMs: -dayMs, viewport: tablet, colorScheme: 'dark' }),
  ]);
  const ends = await Promise.all(
    tills.map(async (page) => {
      for (let piece = 0; piece < 3; piece += 1) await key(page, /^Salt-glazed/).click();
      await page
        .getByRole('button', { name: /^1 article/ })
        .click({ timeout: 500 })
        .catch(() => undefined);
      await payCash(page);
      const sold = page.getByTestId('sale-done');
      await sold.or(page.getByText('There is not enough of it left.')).waitFor();
      return sold.isVisible();
    }),
  );
  t.same(ends.toSorted(), [false, true], 'of four cups one till sells three, and the other none');
  t.same(await stand.stockOf(cup), { free: 1, sold: 3, leased: 0 });
  const loser = tills[ends.indexOf(false)];
  if (loser !== undefined) await checkLook(t, loser, 'a refused sale, in the dark');
  for (const [at, page] of tills.entries()) {
    await key(page, ends[at] === true ? 'Next sale' : 'Back to the list').click();
    await page.setViewportSize(tablet);
    if (ends[at] !== true) await key(page, 'Clear the list').locator('visible=true').click();
    await setAside(page, 'Vase', 2);
    await page.context().setOffline(true);
    await page.locator('[data-line=off]').waitFor();
    for (let piece = 0; piece < 3; piece += 1) await key(page, /^Vase/).click();
    t.equal(
      await key(page, 'Cash').getAttribute('aria-disabled'),
      'true',
      'the quota is two, whatever the time',
    );
    await key(page, 'One less of Vase').click();
    await payCash(page);
    await key(page, 'Next sale').click();
    await shoot(page, `offline-${at}`);
  }
  for (const page of tills) await page.context().setOffline(false);
  for (const page of tills) await page.locator('[data-line=on][data-untold="0"]').waitFor();
  const { free, sold, leased } = await stand.stockOf(vase);
  t.equal(sold, before.sold + 4);
  t.equal(free + sold + leased, before.free + before.sold + before.leased, 'no piece was made or lost');
};

const calledOff = async (t: Test, counter: Counter): Promise<void> => {
  const { stand, vase, filmPath } = counter;
  const page = await openTill(counter, { label: 'Stall right', viewport: tablet });
  const before = await stand.stockOf(vase);
  await setAside(page, 'Vase', 2);
  await key(page, /^Vase/).click();
  await payCash(page);
  await key(page, 'Next sale').click();
  await sellOffline(page);
  const { tillId, leases } = await tillNamed(counter, 'Stall right');
  // Ids came over the wire; the casts of the command's types are what they are there.
  await stand.host.command('till.retire-till', { tillId: tillId as never });
  for (const { leaseId } of leases)
    await stand.host.command('till.return-quota', { tillId: tillId as never, leaseId: leaseId as never });
  await page.context().setOffline(false);
  await page.locator('[data-called-off=retired]').waitFor();
  await page.getByText('1 needs a person').waitFor();
  await page.getByRole('heading', { name: 'This till sells no more' }).waitFor();
  await checkLook(t, page, 'a retired till');
  await shoot(page, 'retired');
  await key(page, 'Lock').click();
  await unlock(page, 'Mira', '4711');
  await tab(page, 'Sales');
  await page.locator('.refused').getByText('The till no longer has this quota.').waitFor();
  await page.locator('.refused').getByText('The goods are gone and the money is here.').waitFor();
  await checkLook(t, page, 'what was refused');
  await shoot(page, 'refused');
  t.equal(await key(page, 'Take it from free stock').count(), 0, 'not by a till that sells no more');
  await key(page, 'Pair again').click();
  await page.getByText('Nothing of it is lost.').waitFor();
  await checkLook(t, page, 'pairing anew');
  await shoot(page, 'pair-again');
  await key(page, 'Make it a till').click();
  await enter(page);
  await tab(page, 'Sales');
  await key(page, 'Take it from free stock').click();
  await page.locator('.refused').waitFor({ state: 'detached' });
  await page.locator('[data-untold="0"]').waitFor();
  t.equal((await stand.stockOf(vase)).sold, before.sold + 2, 'the sale is told as the new till');
  await page.locator('.sale-row').last().getByRole('button', { name: 'Undo this sale' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo this sale' }).click();
  await page.getByText('undone').waitFor();
  await page.locator('[data-untold="0"]').waitFor();
  t.equal((await stand.stockOf(vase)).sold, before.sold + 1, 'one of its former self is undone there');
  await signedOut(t, counter, page);
  t.equal((await stand.stockOf(vase)).sold, before.sold + 2);
  await writeCodeFilm(filmPath, eanModules(barcode));
};

const signedOut = async (t: Test, counter: Counter, page: Page): Promise<void> => {
  const { stand, filmPath } = counter;
  await sellOffline(page);
  const { deviceId } = await tillNamed(counter, 'Stall right');
  // The route answers the latest sessions (server/http/routes/sessions.ts).
  const { sessions } = (await stand.host.http('GET', '/api/sessions')) as {
    readonly sessions: readonly { readonly sessionId: string; readonly personId: string }[];
  };
  for (const { sessionId, personId } of sessions)
    if (personId === deviceId) await stand.host.http('DELETE', `/api/sessions/${sessionId}`);
  await page.context().setOffline(false);
  await page.locator('[data-called-off=unpaired]').waitFor();
  await shoot(page, 'signed-out');
  await page.reload();
  await page.locator('[data-called-off=unpaired]').waitFor();
  await key(page, 'Pair again').click();
  await key(page, 'Scan the code').waitFor();
  await checkLook(t, page, 'a device without a code');
  await shoot(page, 'needs-code');
  await writeCodeFilm(filmPath, qrModules(await deviceLink(counter)));
  await key(page, 'Scan the code').click();
  await key(page, 'Make it a till').click();
  await enter(page);
  await page.locator('[data-line=on][data-untold="0"]').waitFor();
  t.equal(await page.locator('[data-called-off]').count(), 0);
};

const pinPerPerson = async (t: Test, page: Page): Promise<void> => {
  await key(page, 'Lock').click();
  await unlock(page, 'Ben', '2468');
  await page.locator('.till-who').getByText('Ben').waitFor();
  await key(page, 'Lock').click();
  await page.getByRole('button', { name: 'Ben' }).click();
  for (let slip = 1; slip <= 3; slip += 1) {
    await scan(page, '4711');
    await page.getByText(slip < 3 ? 'Wrong PIN.' : 'Wrong PIN. Wait').waitFor();
    await key(page, 'Delete the last digit').waitFor();
  }
  await checkLook(t, page, 'the PIN pad that waits');
  await shoot(page, 'pin-wait');
  t.ok(await key(page, '5').isDisabled());
  await page.reload();
  await page.getByRole('button', { name: 'Mira' }).click();
  await page.getByText('Wrong PIN. Wait').waitFor();
  await scan(page, '4711');
  t.equal(await page.locator('.pin-pad').count(), 1, 'a reload opens nothing, nor does another name');
};

void tap.test('the counter of a stall, from the code to the count', { skip }, async (t) => {
  const counter = await openCounter(t);
  const page = await openTill(counter, { label: 'Stall left', viewport: tablet });
  const complaints = collectComplaints(page);
  await t.test('an order is found by its code, paid, handed out, and each step taken back', (t) =>
    collectAndUndo(t, counter, page),
  );
  await t.test('several wins of a paddle are one payment', (t) => paddlePaysOnce(t, counter, page));
  await t.test('the camera reads a barcode and the code of an order', (t) => cameraReads(t, counter, page));
  await t.test('a count that is short is noted with its reason', (t) => cashUpShort(t, counter, page));
  await t.test('each person has a PIN; who guesses waits', (t) => pinPerPerson(t, page));
  t.same(complaints, []);
  await page.close();
  await t.test('two tills with clocks two days apart never sell a piece twice', (t) => twoAtOnce(t, counter));
  await t.test('a till that is called off loses no sale, and sells again when it is paired anew', (t) =>
    calledOff(t, counter),
  );
});
