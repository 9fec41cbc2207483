import { test } from 'tap';
import type { MagicLinkView } from '#protocol/views.ts';
import { linkHealth } from '../../../client-demo/src/pages/operator/link-health.ts';
import { linkRequest, type LinkDraft } from '../../../client-demo/src/pages/operator/link-request.ts';
import { destinationOf } from '../../../client-demo/src/pages/enter/destination.ts';

const link: MagicLinkView = {
  linkId: 'link-0001',
  role: 'staff',
  showId: null,
  label: 'Phone',
  createdAtMs: 0,
  expiresAtMs: 100,
  maximumUses: 2,
  uses: 1,
  revokedAtMs: null,
};
const draft: LinkDraft = { label: ' Phone ', role: 'staff', showId: 'show-0001', life: 'hour', uses: 'once' };

test('a link is open until it is revoked, expired or used up', async (t) => {
  t.equal(linkHealth(link, 99), 'open');
  t.equal(linkHealth(link, 100), 'expired');
  t.equal(linkHealth({ ...link, uses: 2 }, 0), 'used-up');
  t.equal(linkHealth({ ...link, revokedAtMs: 5 }, 200), 'revoked');
});

test('a link is asked for with its scope, end and uses', async (t) => {
  t.same(linkRequest(draft, 1000), {
    role: 'staff',
    label: 'Phone',
    showId: 'show-0001',
    expiresAtMs: 3_601_000,
    maximumUses: 1,
  });
});

test('an admin link never has a show, and a link for ever has no end', async (t) => {
  const asked = linkRequest({ ...draft, role: 'admin', life: 'never', uses: 'often' }, 1000);
  t.same(asked, { role: 'admin', label: 'Phone' });
});

test('whoever comes in by a link goes to the room of his role and show', async (t) => {
  t.equal(destinationOf({ role: 'admin', showId: null }), '/operator');
  t.equal(destinationOf({ role: 'host', showId: null }), '/studio');
  t.equal(destinationOf({ role: 'host', showId: 'show-0001' }), '/studio/show-0001');
  t.equal(destinationOf({ role: 'staff', showId: 'show-0001' }), '/camera/show-0001');
  t.equal(destinationOf({ role: 'viewer', showId: 'show-0001' }), '/watch/show-0001');
  t.equal(destinationOf({ role: 'viewer', showId: null }), '/');
  t.equal(destinationOf({ role: 'moderator', showId: 'show-0001' }), '/moderation/show-0001');
  t.equal(destinationOf({ role: 'moderator', showId: null }), '/moderation');
});
