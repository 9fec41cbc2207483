import t from 'tap';
import { maximumSources, type ShowCommand, type ShowEvent } from '#domain/show/show.ts';
import {
  added,
  created,
  ended,
  given,
  microphone,
  programme,
  showId,
  sourceIdOf,
  wentLive,
} from './show-examples.ts';

const add = (name: string, parts: { hasVideo?: boolean; hasAudio?: boolean } = {}): ShowCommand => ({
  type: 'add-source',
  showId,
  sourceId: sourceIdOf(name),
  label: name,
  kind: 'camera',
  hasVideo: true,
  hasAudio: true,
  ...parts,
});
const remove = (name: string): ShowCommand => ({
  type: 'remove-source',
  showId,
  sourceId: sourceIdOf(name),
});
const removed = (name: string): ShowEvent => ({ type: 'source-removed', sourceId: sourceIdOf(name) });
const switchTo = (name: string): ShowCommand => ({
  type: 'switch-programme',
  showId,
  sourceId: sourceIdOf(name),
});
const choose = (name: string): ShowCommand => ({
  type: 'choose-microphone',
  showId,
  sourceId: sourceIdOf(name),
});
const oneCamera = [created, added('front'), programme('front'), microphone('front')];
const twoCameras = [...oneCamera, added('side')];

t.test('the first source with video is the programme and the first with audio the microphone', async (t) => {
  given(t, created).when(add('front')).then(added('front'), programme('front'), microphone('front'));
  given(t, ...oneCamera)
    .when(add('side'))
    .then(added('side'));
  const mute = added('screen', { hasAudio: false });
  given(t, created)
    .when(add('screen', { hasAudio: false }))
    .then(mute, programme('screen'));
  given(t, created, mute, programme('screen'))
    .when(add('desk', { hasVideo: false }))
    .then(added('desk', { hasVideo: false }), microphone('desk'));
});

t.test('the same source is not added twice', async (t) => {
  given(t, ...oneCamera)
    .when(add('front'))
    .refused('source-exists');
});

t.test('a stage holds no more sources than its limit', async (t) => {
  const full = Array.from({ length: maximumSources }, (_, index) => added(`camera-${index}`));
  given(t, created, ...full)
    .when(add('one-more'))
    .refused('source-limit-reached', { limit: maximumSources });
});

t.test('sources do not change after the end', async (t) => {
  given(t, ...oneCamera, wentLive, ended)
    .when(add('late'))
    .refused('show-wrong-status', { status: 'ended' });
  given(t).when(add('early')).refused('show-not-found');
});

t.test('removing what is on air moves to the next suitable source', async (t) => {
  given(t, ...twoCameras)
    .when(remove('front'))
    .then(programme('side'), microphone('side'), removed('front'));
  given(t, ...twoCameras, programme('side'))
    .when(remove('side'))
    .then(programme('front'), removed('side'));
  given(t, ...oneCamera, added('screen', { hasAudio: false }))
    .when(remove('front'))
    .then(programme('screen'), microphone(null), removed('front'));
});

t.test('removing the last source leaves nothing on air', async (t) => {
  given(t, ...oneCamera)
    .when(remove('front'))
    .then(programme(null), microphone(null), removed('front'));
});

t.test('removing a source that is not on air changes nothing else', async (t) => {
  given(t, ...twoCameras)
    .when(remove('side'))
    .then(removed('side'));
});

t.test('the programme switches while the microphone stays', async (t) => {
  given(t, ...twoCameras)
    .when(switchTo('side'))
    .then(programme('side'));
  t.match(given(t, ...twoCameras, programme('side')).state, { microphoneSourceId: sourceIdOf('front') });
});

t.test('what has no picture cannot be programme, and what has no sound no microphone', async (t) => {
  given(t, ...oneCamera, added('desk', { hasVideo: false }))
    .when(switchTo('desk'))
    .refused('source-has-no-video');
  given(t, ...oneCamera, added('screen', { hasAudio: false }))
    .when(choose('screen'))
    .refused('source-has-no-audio');
});

t.test('choosing what is on air already is refused', async (t) => {
  given(t, ...oneCamera)
    .when(switchTo('front'))
    .refused('programme-unchanged');
  given(t, ...oneCamera)
    .when(choose('front'))
    .refused('programme-unchanged');
});

t.test('a source is renamed, and one that is not there is not found', async (t) => {
  const rename = (name: string): ShowCommand => ({
    type: 'rename-source',
    showId,
    sourceId: sourceIdOf(name),
    label: 'Left',
  });
  const renamed: ShowEvent = { type: 'source-renamed', sourceId: sourceIdOf('front'), label: 'Left' };
  given(t, ...oneCamera)
    .when(rename('front'))
    .then(renamed);
  t.match(given(t, ...oneCamera, renamed).state, { sources: [{ label: 'Left' }] });
  for (const command of [rename('gone'), remove('gone'), switchTo('gone'), choose('gone')]) {
    given(t, ...oneCamera)
      .when(command)
      .refused('source-not-found');
  }
});
