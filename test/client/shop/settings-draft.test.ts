import { test } from 'tap';
import { readSettings, settingsFormOf } from '../../../client-demo/src/pages/shop/settings-draft.ts';
import { defaultShopSettings } from '#domain/catalogue/catalogue.ts';

const readMoney = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) * 100 : 0);

test('only what was changed is sent', async (t) => {
  const form = settingsFormOf(defaultShopSettings);
  t.same(readSettings(form, defaultShopSettings, readMoney), { changes: {} });
  t.same(readSettings({ ...form, keepsReplays: false, name: ' The Kiln ' }, defaultShopSettings, readMoney), {
    changes: { keepsReplays: false, name: 'The Kiln' },
  });
});

test('a value that cannot be is named by its field', async (t) => {
  const form = settingsFormOf(defaultShopSettings);
  t.same(readSettings({ ...form, reserve: '101' }, defaultShopSettings, readMoney), { fault: 'reserve' });
  t.same(readSettings({ ...form, holdAnonymous: '0' }, defaultShopSettings, readMoney), {
    fault: 'holdAnonymous',
  });
  t.same(readSettings({ ...form, name: ' ' }, defaultShopSettings, readMoney), { fault: 'name' });
});
