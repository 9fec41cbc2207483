import { test } from 'tap';
import { chooseLayer } from '../../../client-demo/src/stage/layer-choice.ts';
import { choosePictureFit } from '../../../client-demo/src/stage/picture-fit.ts';
import { derivePlayerState, type PlayerFacts } from '../../../client-demo/src/stage/player-state.ts';
import { hasStage, isStaffOf, watchPhaseOf } from '../../../client-demo/src/pages/watch/watch-phase.ts';

const live: PlayerFacts = {
  peer: { status: 'joined', peerId: 'peer' },
  unfit: null,
  stage: {
    incarnation: 1,
    programmeSourceId: 'camera',
    microphoneSourceId: null,
    sources: [{ sourceId: 'camera', hasLiveVideo: true, hasLiveAudio: false }],
    fallback: 'none',
  },
  shownSourceId: 'camera',
  frameAgeMs: 30,
  frameGapMs: 33,
  isConnected: true,
  isResting: false,
};
const silent = {
  ...live.stage,
  incarnation: 1,
  programmeSourceId: 'camera',
  microphoneSourceId: null,
  sources: [{ sourceId: 'camera', hasLiveVideo: false, hasLiveAudio: false }],
  fallback: 'none' as const,
};

void test('frames that come are a picture that plays', async (t) => {
  t.match(derivePlayerState(live), { status: 'playing', sourceId: 'camera' });
});

void test('a silent source is a slate once its frames stop, and not before', async (t) => {
  t.match(derivePlayerState({ ...live, stage: silent }), { status: 'playing' });
  t.match(derivePlayerState({ ...live, stage: silent, frameAgeMs: 700 }), {
    status: 'slate',
    reason: 'source-silent',
  });
});

void test('a picture without frames for 1.5 s is a slate, or a lost connection', async (t) => {
  const frozen = { ...live, frameAgeMs: 1600 };
  t.match(derivePlayerState(frozen), { status: 'slate', reason: 'no-frames' });
  t.match(derivePlayerState({ ...frozen, isConnected: false }), { status: 'reconnecting' });
  t.match(derivePlayerState({ ...frozen, peer: { status: 'rejoining' } }), { status: 'reconnecting' });
});

void test('a still screen and a hidden page are not frozen', async (t) => {
  t.match(derivePlayerState({ ...live, frameAgeMs: 1600, frameGapMs: 1000 }), { status: 'playing' });
  t.match(derivePlayerState({ ...live, frameAgeMs: 60_000, isResting: true }), { status: 'playing' });
});

void test('a picture that runs on while the server is away still plays', async (t) => {
  t.match(derivePlayerState({ ...live, peer: { status: 'rejoining' } }), { status: 'playing' });
});

void test('before the first frame it connects; a refusal and an unfit browser are told', async (t) => {
  t.match(derivePlayerState({ ...live, frameAgeMs: null, shownSourceId: null }), { status: 'connecting' });
  const error = { code: 'forbidden', message: '', temporary: false } as const;
  t.match(derivePlayerState({ ...live, peer: { status: 'refused', error } }), { status: 'refused' });
  t.match(derivePlayerState({ ...live, unfit: 'no H.264' }), { status: 'failed' });
});

void test('the layer follows the pixels that can be seen', async (t) => {
  const question = { layers: 3, width: 390, height: 844, pixelRatio: 3 } as const;
  t.equal(chooseLayer({ ...question, fit: 'cover' }), 2, 'a filled phone shows the full height');
  t.equal(chooseLayer({ ...question, fit: 'contain' }), 1);
  t.equal(chooseLayer({ ...question, fit: 'contain', width: 160, height: 90, pixelRatio: 1 }), 0);
  t.equal(chooseLayer({ ...question, fit: 'contain', width: 1920, height: 1080 }), 2);
  t.equal(chooseLayer({ ...question, fit: 'cover', layers: 1 }), 0);
});

void test('a picture fills the screen only where little of it is cut off', async (t) => {
  const phone = { width: 390, height: 844 };
  t.equal(choosePictureFit({ width: 720, height: 1280 }, phone), 'cover');
  t.equal(choosePictureFit({ width: 1280, height: 720 }, phone), 'contain');
  t.equal(choosePictureFit({ width: 1280, height: 720 }, { width: 1000, height: 640 }), 'cover');
});

void test('a rehearsal is on stage for staff of this show and still to come for everybody else', async (t) => {
  const show = { status: 'rehearsal', startsAtMs: 5 } as const;
  t.same(watchPhaseOf(show, true), { name: 'rehearsal' });
  t.same(watchPhaseOf(show, false), { name: 'coming', startsAtMs: 5 });
  t.ok(hasStage(watchPhaseOf({ ...show, status: 'paused' }, false)));
  t.notOk(hasStage(watchPhaseOf({ ...show, status: 'ended' }, true)));
  t.ok(isStaffOf({ role: 'staff', showId: 'one' }, 'one'));
  t.notOk(isStaffOf({ role: 'staff', showId: 'other' }, 'one'));
  t.notOk(isStaffOf({ role: 'viewer', showId: null }, 'one'));
});
