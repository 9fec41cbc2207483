import { get } from './fetched.ts';
import { checkSync, type SeenSegment } from './media-rules.ts';
import { checkMultivariant } from './multivariant-rules.ts';
import { readPlaylist, type MasterPlaylist } from './playlist.ts';
import { Rendition } from './rendition.ts';
import { checkHeaders } from './server-rules.ts';
import { Verdicts, type Verdict } from './verdicts.ts';

export interface StreamReport {
  readonly verdicts: readonly Verdict[];
  readonly renditions: readonly { readonly name: string; readonly segments: number }[];
}

/** Short parts and late answers (see rules). */
const forgivenShare = 0.02;

/** Follows a playlist, or everything that a multivariant one leads to, and says which rules held. */
export async function checkStream(url: string, seconds: number): Promise<StreamReport> {
  const verdicts = new Verdicts();
  const untilMs = performance.now() + seconds * 1000;
  const first = await get(url);
  if (first.status !== 200) throw new Error(`${url} answers with ${first.status}`);
  const playlist = readPlaylist(first.bytes.toString());
  const addresses = playlist.isMasterPlaylist ? addressesIn(playlist) : [url];
  const renditions = new Map(
    addresses.map((address) => [
      address,
      new Rendition(address, new URL(address, url).href, verdicts, playlist.independentSegments),
    ]),
  );
  await Promise.all([...renditions.values()].map((rendition) => rendition.follow(untilMs)));
  const seen = new Map([...renditions].map(([address, { segments }]) => [address, segments]));
  if (playlist.isMasterPlaylist) {
    // Read again: it says what was measured meanwhile.
    const last = await get(url);
    checkHeaders(last, 'playlist', verdicts);
    const measured = readPlaylist(last.bytes.toString());
    if (measured.isMasterPlaylist) checkMultivariant(measured, last.bytes.toString(), seen, verdicts);
  }
  checkAllInSync([...seen.values()], verdicts);
  verdicts.forgive('part-length', forgivenShare);
  verdicts.forgive('punctual', forgivenShare);
  return {
    verdicts: verdicts.all(),
    renditions: [...renditions.values()].map(({ name, segments }) => ({ name, segments: segments.length })),
  };
}

const addressesIn = ({ variants }: MasterPlaylist): readonly string[] => [
  ...new Set(
    variants.flatMap(({ uri, audio }) => [uri, ...audio.flatMap((rendition) => rendition.uri ?? [])]),
  ),
];

function checkAllInSync(renditions: readonly (readonly SeenSegment[])[], verdicts: Verdicts): void {
  const ofKind = (kind: string) => renditions.filter(([first]) => first?.track.kind === kind);
  for (const pictures of ofKind('video'))
    for (const sounds of ofKind('audio')) {
      const byNumber = new Map(sounds.map((sound) => [sound.msn, sound]));
      for (const picture of pictures) {
        const sound = byNumber.get(picture.msn);
        if (sound !== undefined) checkSync(picture, sound, verdicts);
      }
    }
}
