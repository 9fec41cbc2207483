import { useSignal } from '@preact/signals';
import { posterFolder } from './poster.ts';
import { t } from '../messages/t.ts';
import { chapterAt, type Chapter } from './chapters.ts';
import { clockOf } from './replay-clock.ts';
import { momentUnder, seekOfKey } from './seek-keys.ts';
import { thumbnailAt, type Thumbnail } from './thumbnails.ts';
import './seek-bar.css';

interface SeekBarProps {
  readonly showId: string;
  readonly positionS: number;
  readonly durationS: number;
  readonly bufferedS: number;
  readonly thumbnails: readonly Thumbnail[];
  readonly chapters: readonly Chapter[];
  readonly onSeek: (positionS: number) => void;
}

/** Width of the thumb in seek-bar.css, px. */
const thumbWidth = 20;

const shareOf = (partS: number, wholeS: number): number => (wholeS > 0 ? partS / wholeS : 0);
const percent = (share: number): string => `${share * 100}%`;

interface PreviewProps extends Pick<SeekBarProps, 'showId' | 'durationS' | 'thumbnails' | 'chapters'> {
  readonly atS: number;
}

/** What a pointer would find: the picture of the moment, its time and what was on sale. */
const Preview = ({ showId, atS, durationS, thumbnails, chapters }: PreviewProps) => {
  const thumbnail = thumbnailAt(thumbnails, atS);
  const chapter = chapterAt(chapters, atS);
  return (
    <div
      class="seek-preview"
      style={{ '--at': shareOf(atS, durationS) }}
      aria-hidden="true"
      data-testid="seek-preview"
    >
      {thumbnail !== undefined && <img src={posterFolder(showId) + thumbnail.file} alt="" />}
      <span class="digits">{clockOf(atS)}</span>
      {chapter !== undefined && (
        <span class="seek-preview-chapter" dir="auto">
          {chapter.title}
        </span>
      )}
    </div>
  );
};

/** Where in the replay one is, and the way to another moment: by finger, mouse and keys. */
export const SeekBar = (props: SeekBarProps) => {
  const { positionS, durationS, bufferedS, chapters, onSeek } = props;
  const previewS = useSignal<number | null>(null);
  const dragS = useSignal<number | null>(null);
  const shownS = dragS.value ?? positionS;
  const follow = (event: PointerEvent & { readonly currentTarget: HTMLInputElement }) => {
    const isDrawn = event.pointerType === 'mouse' || event.buttons > 0;
    previewS.value = isDrawn
      ? momentUnder(event.clientX, event.currentTarget.getBoundingClientRect(), thumbWidth, durationS)
      : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = seekOfKey(event.key, positionS, durationS);
    if (target === undefined) return;
    event.preventDefault();
    onSeek(target);
  };
  const leave = () => (previewS.value = null);
  return (
    <div
      class="seek-bar"
      style={{
        '--played': percent(shareOf(shownS, durationS)),
        '--buffered': percent(shareOf(bufferedS, durationS)),
      }}
    >
      <input
        type="range"
        min={0}
        max={Math.max(durationS, 0.1)}
        step="any"
        value={shownS}
        disabled={durationS === 0}
        aria-label={t('replay.seek')}
        aria-valuetext={t('replay.position', { time: clockOf(shownS), duration: clockOf(durationS) })}
        onInput={(event) => (dragS.value = event.currentTarget.valueAsNumber)}
        onChange={(event) => {
          dragS.value = null;
          leave();
          onSeek(event.currentTarget.valueAsNumber);
        }}
        onKeyDown={onKeyDown}
        onPointerMove={follow}
        onPointerLeave={leave}
        onPointerUp={leave}
        onPointerCancel={leave}
      />
      {chapters.map(({ atS, title }) => (
        <span
          key={`${atS} ${title}`}
          class="seek-chapter"
          style={{ '--at': shareOf(atS, durationS) }}
          aria-hidden="true"
        />
      ))}
      {previewS.value !== null && durationS > 0 && <Preview {...props} atS={previewS.value} />}
    </div>
  );
};
