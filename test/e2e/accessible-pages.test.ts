import t from 'tap';
import { axeFaults, axePath, spillOf, still } from '../support/axe.ts';
import { chromiumPath, type Screen } from '../support/browser.ts';
import { Producer } from './producer.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
const themes = ['light', 'dark', 'sunlight'] as const;
const seats: readonly Screen[] = ['phone', 'desk'];

const walk = async (producer: Producer, studioPath: string, screen: Screen, theme: string) => {
  const page = await producer.elsewhere(screen, still, async (fresh) => {
    await fresh.addInitScript(`localStorage.setItem('popstage.theme', '${theme}')`);
    await fresh.addInitScript({ path: axePath });
  });
  const found: string[] = [];
  const look = async (path: string, ready: string) => {
    await page.goto(producer.server.origin + path);
    await page.locator(ready).first().waitFor();
    for (const one of await axeFaults(page)) found.push(`${path}: ${one}`);
    const spill = await spillOf(page);
    if (spill > 0) found.push(`${path}: ${spill} px wider than the screen`);
  };
  await look('/', '.headliner');
  await look('/studio', '.show-row');
  await look(studioPath, '.source-card');
  await look('/operator', '.show-row');
  for (const area of ['Magic links', 'Sessions', 'Other devices']) {
    await page.getByRole('tab', { name: area }).click();
    await page.locator('[role=tabpanel] :is(.operator-row, .panel)').first().waitFor();
    for (const one of await axeFaults(page)) found.push(`operator, ${area}: ${one}`);
  }
  await page.context().close();
  return found;
};

void t.test(
  'axe finds nothing on any page of a producer, on any screen, in any light',
  { skip },
  async (t) => {
    const producer = await Producer.open();
    t.teardown(() => producer.close());
    await producer.createShow('Autumn glazes: forty cups, one evening');
    await producer.addCamera();
    const goLive = producer.page.getByRole('button', { name: 'Go live' });
    await goLive.click();
    await producer.page.getByRole('button', { name: 'Press again' }).click();
    await producer.page.getByText('Everybody can see and hear you.').waitFor();
    const studioPath = new URL(producer.page.url()).pathname;
    for (const screen of seats) {
      for (const theme of themes) {
        t.same(await walk(producer, studioPath, screen, theme), [], `${screen}, ${theme}`);
      }
    }
  },
);
