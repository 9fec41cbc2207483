import type { Page } from 'playwright-core';
import t from 'tap';
import { axeFaults, axePath, still } from '../support/axe.ts';
import { chromiumPath } from '../support/browser.ts';
import { ChatStand } from './chat-stand.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;

/** Waits in the page until the row with this text is gone; the moment is the page's own. */
const watchGone = (page: Page, text: string): Promise<void> =>
  page.evaluate(`(() => {
    const has = () => [...document.querySelectorAll('.chat-row')].some((row) => row.textContent.includes('${text}'));
    window.goneAtMs = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (has()) return;
        observer.disconnect();
        resolve(Date.now());
      }).observe(document.body, { childList: true, subtree: true });
    });
  })()`);

void t.test('the chat of a show', { skip }, async (t) => {
  const stand = await ChatStand.open();
  t.teardown(() => stand.close());
  await t.test('what one writes the others read: answers, mentions, the host with a badge', async (t) => {
    const [ann, ben] = await Promise.all([stand.viewer(), stand.viewer('phone')]);
    await ann.introduce('Ann', 'Hello from Bremen');
    await ben.row('Hello from Bremen').waitFor();
    await stand.host.row('Hello from Bremen').waitFor();

    await ben.introduce('Ben', 'And from Kiel');
    await ann.choose('And from Kiel', 'Answer');
    await ann.say('How is the sea?');
    const answer = ben.row('How is the sea?');
    await answer.locator('.chat-answered', { hasText: 'And from Kiel' }).waitFor();

    await stand.host.say('Welcome everybody');
    await ann.row('Welcome everybody').locator('.person-badge', { hasText: 'Host' }).waitFor();

    await stand.host.field.fill('Look here @An');
    await stand.host.page.getByRole('option', { name: 'Ann' }).waitFor();
    await stand.host.field.press('Enter');
    t.equal(await stand.host.field.inputValue(), 'Look here @Ann ');
    await stand.host.field.press('Enter');
    await ann.row('Look here').locator('.chat-mention-own', { hasText: '@Ann' }).waitFor();
    t.equal(await ben.row('Look here').locator('.chat-mention-own').count(), 0);
    t.same([...ann.complaints, ...ben.complaints, ...stand.host.complaints], []);
  });

  await t.test(
    'what a moderator removes is gone from open screens at once, and after a reload',
    async (t) => {
      const [ann, ben] = await Promise.all([stand.viewer(), stand.viewer('phone')]);
      await ann.introduce('Ann', 'Buy my cups instead');
      await ben.row('Buy my cups').waitFor();
      await stand.host.row('Buy my cups').waitFor();
      await Promise.all([ann, ben].map(({ page }) => watchGone(page, 'Buy my cups')));
      await stand.host.row('Buy my cups').first().click();
      const remove = stand.host.page.getByRole('menuitem', { name: 'Remove message' });
      await remove.waitFor();
      await stand.host.page.evaluate(
        `document.addEventListener('click', () => (window.clickedAtMs ??= Date.now()), { capture: true })`,
      );
      await remove.click();
      const startedAtMs = await stand.host.page.evaluate<number>('window.clickedAtMs');
      for (const [name, { page }] of Object.entries({ author: ann, other: ben })) {
        const tookMs = (await page.evaluate<number>('window.goneAtMs')) - startedAtMs;
        t.comment(`${name}: gone ${tookMs} ms after the moderator's tap`);
        t.ok(tookMs < 300, `${tookMs} ms`);
      }
      await stand.host.row('Buy my cups').and(stand.host.page.locator('[data-status=removed]')).waitFor();
      await ben.page.reload();
      await ben.page.locator('.chat[data-state=ready]').waitFor();
      t.equal(await ben.row('Buy my cups').count(), 0);

      await stand.host.page.getByRole('button', { name: 'Undo' }).click();
      await ben.row('Buy my cups').waitFor();
    },
  );

  await t.test('a ban closes the field and says so; undone, it opens again', async (t) => {
    const ann = await stand.viewer();
    await ann.introduce('Ann', 'I will not stop');
    await stand.host.choose('I will not stop', 'Ban Writes no more');
    await ann.page.getByText('You can no longer write in this chat.').waitFor();
    t.equal(await ann.field.count(), 0);
    await stand.host.page.getByRole('button', { name: 'Undo' }).click();
    await ann.field.waitFor();

    await ann.say('Thank you');
    await stand.host.choose('Thank you', 'Silence for a while', '1 minute');
    await ann.page.getByText(/You can write again in (1:00|0:\d\d)/).waitFor();
  });

  await t.test('what is written offline waits, says so, and is sent once', async (t) => {
    const [ann, ben] = await Promise.all([stand.viewer(), stand.viewer()]);
    await ann.introduce('Ann', 'One moment');
    await ann.page.context().setOffline(true);
    await ann.page.getByText(/Reconnecting, since/).waitFor({ timeout: 45_000 });
    await ann.say('I am in a tunnel');
    await ann.row('I am in a tunnel').getByText('Sends itself when you are back').waitFor();
    await ann.page.context().setOffline(false);
    await ann
      .row('I am in a tunnel')
      .and(ann.page.locator('[data-status=shown]'))
      .waitFor({ timeout: 30_000 });
    await ben.row('I am in a tunnel').waitFor();
    await ben.introduce('Ben', 'Welcome back');
    await ann.row('Welcome back').waitFor();
    for (const { page } of [ann, ben]) {
      t.equal(await page.locator('.chat-row', { hasText: 'I am in a tunnel' }).count(), 1);
    }
  });

  await t.test('whom one hides is gone for oneself only, and can come back', async () => {
    const [ann, ben] = await Promise.all([stand.viewer(), stand.viewer()]);
    await ann.introduce('Ann', 'I talk a lot');
    await ben.choose('I talk a lot', 'Hide Ann');
    await ben.row('I talk a lot').waitFor({ state: 'detached' });
    await stand.host.row('I talk a lot').waitFor();
    await ben.page.getByRole('button', { name: 'Undo' }).click();
    await ben.row('I talk a lot').waitFor();
  });

  await t.test('what the crew says among itself reaches no viewer', async (t) => {
    const ann = await stand.viewer();
    await stand.host.page.getByText('Crew only', { exact: true }).click();
    await stand.host.say('Camera two is ready');
    await stand.host.row('Camera two').and(stand.host.page.locator('[data-audience=crew]')).waitFor();
    await stand.host.page.getByText('Everyone', { exact: true }).click();
    await stand.host.say('We begin');
    await ann.row('We begin').waitFor();
    t.equal(await ann.row('Camera two').count(), 0);
  });
});

void t.test('axe finds nothing in the chat at either width', { skip }, async (t) => {
  const stand = await ChatStand.open();
  t.teardown(() => stand.close());
  for (const screen of ['phone', 'desk'] as const) {
    const chatter = await stand.viewer(screen, still, async (page) => {
      await page.addInitScript({ path: axePath });
    });
    await chatter.introduce(`Ann ${screen}`, `Hello ${screen}`);
    await stand.host.say(`Welcome ${screen}, see https://stall.example`);
    await chatter.row(`Welcome ${screen}`).waitFor();
    t.same(await axeFaults(chatter.page), [], `${screen}, the page`);
    // At its start: in a wide font the middle of it is the link.
    await chatter
      .row('Welcome')
      .first()
      .click({ position: { x: 12, y: 10 } });
    await chatter.page.getByRole('menuitem').first().waitFor();
    t.same(await axeFaults(chatter.page), [], `${screen}, the menu`);
  }
});
