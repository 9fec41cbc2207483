import t from 'tap';
import { createCrew } from '#application/identity/crew.ts';
import { assertOwnName } from '#application/identity/name-rules.ts';
import type { PersonId } from '#domain/ids.ts';
import { createMemoryCredentialStore } from '#storage/identity/memory-credential-store.ts';
import { createMemoryPeopleStore } from '#storage/people/memory-people-store.ts';
import { openHttpStand } from '#test/support/http-stand.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
const host = 'person-host' as PersonId;
const viewer = 'person-viewer' as PersonId;

async function crewOf(displayName: string) {
  const [credentials, people] = [createMemoryCredentialStore(), createMemoryPeopleStore()];
  const session = { sessionId: 'session-host', showId: null, linkId: 'link', createdAtMs: 0 };
  await credentials.addSession({ ...session, personId: host, role: 'host' });
  await people.save({ personId: host, displayName, createdAtMs: 0 });
  return createCrew({ credentials, people, nowMs: () => 0, sessionIdleMs: 1 });
}

t.test('a name that looks like one of the crew is refused in every disguise', async (t) => {
  const crew = await crewOf('Ilona Stern');
  const disguises = [
    'Ilona Stern',
    'ILONA STERN',
    'ilonastern',
    '1lona  Stern',
    'llona Stem',
    'Ιlоnа Stеrn',
    'I.l.o.n.a Stern ✓',
    'Ilóna Stern',
    'Ｉｌｏｎａ Ｓｔｅｒｎ',
    'il0na 5tern',
    'Ïlönä Stërn',
  ];
  for (const name of disguises) {
    await t.rejects(assertOwnName(name, viewer, crew), { code: 'name-imitates' }, name);
  }
  for (const name of ['Ilona', 'Stern', 'Ilona Sternberg', 'Ivan']) {
    await t.resolves(assertOwnName(name, viewer, crew), name);
  }
  await t.resolves(assertOwnName('Ilona Stern', host, crew), 'her own name is hers');
});

t.test('offices are nobody’s name but the crew’s', async (t) => {
  const crew = await crewOf('Ilona');
  const offices = [
    'Moderator',
    'rnoderator',
    'M0derat0r 2',
    'Popstage Help',
    'p o p s t a g e',
    'Anna Support',
  ];
  for (const name of [...offices, 'Admin', 'ΗOST', 'official shop']) {
    await t.rejects(assertOwnName(name, viewer, crew), { code: 'name-imitates' }, name);
  }
  for (const name of ['Hostilia', 'Modesta', 'Administeria', 'Shopaholic', 'Supporter']) {
    await t.resolves(assertOwnName(name, viewer, crew), name);
  }
  await t.resolves(assertOwnName('Moderator', host, crew));
});

t.test('names are looked at when a session starts and when somebody is renamed', async (t) => {
  const { identity, link, clock } = await openHttpStand(t);
  const { grant } = await identity.grantByLink({ linkSecret: await link('host'), name: 'Ilona Stern' });
  await t.rejects(identity.grantAnonymous({ name: 'llona Stern' }), { code: 'name-imitates' });
  const other = await identity.grantAnonymous({ name: 'Ada' });
  const ada = await identity.verify(other.grant.accessToken);
  await t.rejects(identity.rename(ada, '1lona Stern'), { code: 'name-imitates' });
  t.equal(await identity.rename(ada, 'Ada Lovelace'), 'Ada Lovelace');
  // The roster of the crew is a few seconds old at most.
  clock.nowMs += 4_000;
  t.equal(
    await identity.rename(await identity.verify(grant.accessToken), 'Ilona Moderator'),
    'Ilona Moderator',
  );
});

t.test('a token says whether a link opened its session', async (t) => {
  const { identity, link, tokens } = await openHttpStand(t);
  const isKnown = async (accessToken: string) => (await identity.verify(accessToken)).isKnown;
  t.equal(await isKnown((await identity.grantAnonymous({})).grant.accessToken), false);
  const granted = await identity.grantByLink({ linkSecret: await link('viewer') });
  t.equal(await isKnown(granted.grant.accessToken), true);
  const refreshed = await identity.refresh(granted.refreshSecret);
  t.equal(await isKnown(refreshed.grant.accessToken), true);
  const { sessionId, personId, role, showId } = granted.grant.session;
  // Brands have no maker outside the edge; these ids come from a grant.
  const principal = { sessionId, personId: personId as PersonId, role, showId: showId as null };
  const old = await tokens.issue(principal, 1);
  t.equal((await tokens.verify(old.accessToken)).principal.isKnown, false);
});
