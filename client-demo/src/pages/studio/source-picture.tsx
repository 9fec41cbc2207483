import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SourceView } from '#protocol/views.ts';
import { Icon } from '../../design/icon.tsx';
import { LevelMeter } from '../../design/level-meter.tsx';
import { t } from '../../messages/t.ts';
import { createLevelMeter, type LevelMeter as Meter } from '../../stage/level-meter.ts';
import type { Preview } from '../../stage/monitor.ts';
import type { OwnSource } from './own-sources.ts';
import { useStudio } from './use-studio.ts';

/** One's own picture comes straight from the device: it costs nothing and shows no delay. */
const OwnPicture = ({ own }: { readonly own: OwnSource }) => {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = own.stream;
  }, [own.stream]);
  return <video ref={video} autoPlay muted playsInline />;
};

/** The picture of another device, the smallest layer through the stage. */
const StagePicture = ({ sourceId }: { readonly sourceId: string }) => {
  const { monitor } = useStudio();
  const video = useRef<HTMLVideoElement>(null);
  const preview = useSignal<Preview | null>(null);
  useEffect(() => {
    if (video.current === null) return undefined;
    const made = monitor.preview(sourceId, video.current);
    preview.value = made;
    return () => made.close();
  }, [monitor, sourceId]);
  const state = preview.value?.state.value ?? 'connecting';
  return (
    <>
      <video ref={video} muted playsInline hidden={state !== 'playing'} />
      {state === 'silent' && <span class="source-note">{t('studio.sourceSilent')}</span>}
    </>
  );
};

/** The picture of a source on its card. */
export const SourcePicture = ({
  source,
  own,
}: {
  readonly source: SourceView;
  readonly own: OwnSource | undefined;
}) => {
  if (!source.hasVideo) {
    return (
      <span class="source-note">
        <Icon name="mic" sizePx={32} />
      </span>
    );
  }
  if (own?.isPictureMuted) {
    return (
      <span class="source-note">
        <Icon name="camera-off" sizePx={32} />
      </span>
    );
  }
  return own === undefined ? <StagePicture sourceId={source.sourceId} /> : <OwnPicture own={own} />;
};

/** Loudness of an own microphone; zero while muted, because that is what goes out. */
export const OwnLevel = ({ own }: { readonly own: OwnSource }) => {
  const meter = useRef<Meter | undefined>(undefined);
  useEffect(() => {
    const track = own.stream.getAudioTracks()[0];
    if (track !== undefined) meter.current = createLevelMeter(track);
    return () => {
      meter.current?.close();
      meter.current = undefined;
    };
  }, [own.stream]);
  return <LevelMeter read={() => (own.isSoundMuted ? 0 : (meter.current?.read() ?? 0))} />;
};
