import type { Page } from 'playwright-core';
import t from 'tap';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath, type Screen } from '../support/browser.ts';
import { ModeratedRoom } from './moderated-room.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const seats: readonly Screen[] = ['phone', 'desk'];
const lights = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'de' },
  { theme: 'sunlight', language: 'ar' },
] as const;

const findingsOf = async (page: Page, where: string): Promise<readonly string[]> => {
  const found = (await axeFaults(page)).map((one) => `${where}: ${one}`);
  const spillPx = await spillOf(page);
  return spillPx > 0 ? [...found, `${where}: ${spillPx} px wider than the screen`] : found;
};

/** A room with something of everything: held, reported, removed, pinned, an author in a timeout. */
const fill = async (room: ModeratedRoom) => {
  const { showId, admin } = room;
  const [ann, wide] = [
    await room.viewer('Ann'),
    await room.viewer('محمد بن عبد الله الزهراني المكي الحجازي'),
  ];
  await ann.send(showId, 'What a fucking mess');
  const loud = await wide.send(showId, `كم سعر هذا الكوب؟ ${'طويل'.repeat(40)}`);
  await ann.command('room.report-message', { showId, messageId: loud, reason: 'spam' });
  const hello = await ann.send(showId, 'Hello https everybody');
  await admin.command('room.pin-message', { showId, messageId: hello, forMs: null });
  const gone = await (await room.viewer('Ben')).send(showId, 'Something else');
  // Ids of rulings are made by whoever rules; the brand is for those that came over a wire.
  const rulingId = (name: string) => `ruling-${name}` as never;
  await admin.command('room.delete-message', {
    showId,
    messageId: gone,
    rulingId: rulingId('gone'),
    reason: 'Test',
  });
  await admin.command('room.restrict-person', {
    showId,
    rulingId: rulingId('pause'),
    personId: ModeratedRoom.idOf(ann),
    kind: 'timeout',
    durationMs: 3_600_000,
    removesMessages: false,
    reason: '',
  });
};

const walk = async (room: ModeratedRoom, screen: Screen, { theme, language }: (typeof lights)[number]) => {
  const page = await room.moderator('Mia', screen, still, async (fresh) => {
    await fresh.addInitScript(
      `localStorage.setItem('popstage.theme', '${theme}'); localStorage.setItem('popstage.language', '${language}')`,
    );
    await fresh.addInitScript({ path: axePath });
  });
  await page.locator('.queue-row').nth(1).waitFor();
  const where = `${screen}, ${theme}, ${language}`;
  const found = [...(await findingsOf(page, where))];
  await page.locator('.queue-row').first().click();
  await page.keyboard.press('t');
  await page.locator('.restriction, .timeout-choice').first().waitFor();
  found.push(...(await findingsOf(page, `${where}, one message`)));
  const back = page.locator('.author-back button');
  if (await back.isVisible()) await back.click();
  for (const tab of await page.locator('.moderation > .tabs [role=tab]').all()) {
    await tab.click();
    await page.locator('.moderation .skeleton').waitFor({ state: 'detached' });
    found.push(...(await findingsOf(page, `${where}, ${(await tab.textContent()) ?? ''}`)));
  }
  await page.keyboard.press('?');
  await page.locator('.shortcut-list').waitFor();
  found.push(...(await findingsOf(page, `${where}, keys`)));
  await page.context().close();
  return found;
};

void t.test(
  'axe finds nothing on the desk of a moderator, on any screen, in any light',
  { skip },
  async (t) => {
    const room = await ModeratedRoom.open();
    t.teardown(() => room.close());
    await fill(room);
    for (const screen of seats) {
      for (const light of lights) t.same(await walk(room, screen, light), [], `${screen}, ${light.theme}`);
    }
  },
);
