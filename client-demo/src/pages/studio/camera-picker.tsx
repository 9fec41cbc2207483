import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select } from '../../design/field.tsx';
import { LevelMeter } from '../../design/level-meter.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { captureFaultText } from '../../messages/capture-fault-text.ts';
import { t } from '../../messages/t.ts';
import {
  captureCamera,
  followCaptureDevices,
  listCaptureDevices,
  stopCapture,
  type CaptureDevice,
  type CaptureDevices,
  type CaptureFault,
} from '../../stage/capture.ts';
import { createLevelMeter, type LevelMeter as Meter } from '../../stage/level-meter.ts';
import './preview.css';

type PickerState =
  | { readonly status: 'opening' }
  | { readonly status: 'fault'; readonly fault: CaptureFault }
  | { readonly status: 'open'; readonly stream: MediaStream };

interface CameraPickerProps {
  /** Takes the stream over: it stays open. */
  readonly onPicked: (stream: MediaStream, label: string) => void;
  readonly onClose: () => void;
}

const optionsOf = (devices: readonly CaptureDevice[], noneLabel: string) => [
  ...devices.map(({ deviceId, label }, index) => ({
    value: deviceId,
    label: label === '' ? t('studio.deviceNumber', { number: index + 1 }) : label,
  })),
  { value: 'none', label: noneLabel },
];

/** A mirror, as people know themselves. */
const MirrorVideo = ({ stream }: { readonly stream: MediaStream }) => {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} autoPlay muted playsInline aria-label={t('studio.preview')} />;
};

const SoundLevel = ({ stream }: { readonly stream: MediaStream }) => {
  const meter = useRef<Meter | undefined>(undefined);
  useEffect(() => {
    const track = stream.getAudioTracks()[0];
    if (track !== undefined) meter.current = createLevelMeter(track);
    return () => {
      meter.current?.close();
      meter.current = undefined;
    };
  }, [stream]);
  return <LevelMeter read={() => meter.current?.read() ?? 0} />;
};

/** Opens devices as they are chosen; whatever is not taken over is closed again. */
const useCapture = () => {
  const state = useSignal<PickerState>({ status: 'opening' });
  const devices = useSignal<CaptureDevices>({ cameras: [], microphones: [] });
  const chosen = useSignal<{ cameraId?: string; microphoneId?: string }>({});
  const taken = useRef(false);
  const attempt = useRef(0);
  const shut = () => {
    const before = state.peek();
    if (before.status === 'open' && !taken.current) stopCapture(before.stream);
  };
  const open = async (wish: { cameraId?: string; microphoneId?: string }) => {
    const mine = ++attempt.current;
    chosen.value = wish;
    shut();
    state.value = { status: 'opening' };
    const captured = await captureCamera(wish);
    if (mine !== attempt.current) {
      if (captured.ok) stopCapture(captured.stream);
      return;
    }
    state.value = captured.ok
      ? { status: 'open', stream: captured.stream }
      : { status: 'fault', fault: captured.fault };
    devices.value = await listCaptureDevices();
  };
  useEffect(() => {
    void open({});
    const stop = followCaptureDevices((list) => (devices.value = list));
    return () => {
      stop();
      attempt.current += 1;
      shut();
    };
  }, []);
  return { state, devices, chosen, open, take: () => (taken.current = true) };
};

const idOf = (
  stream: MediaStream | undefined,
  kind: 'audio' | 'video',
  fallback: string | undefined,
): string =>
  stream
    ?.getTracks()
    .find((track) => track.kind === kind)
    ?.getSettings().deviceId ??
  fallback ??
  'none';

/** Chooses camera and microphone with picture and level before anything goes on the stage. */
export const CameraPicker = ({ onPicked, onClose }: CameraPickerProps) => {
  const { state, devices, chosen, open, take } = useCapture();
  const now = state.value;
  const stream = now.status === 'open' ? now.stream : undefined;
  const cameraId = idOf(stream, 'video', chosen.value.cameraId);
  const microphoneId = idOf(stream, 'audio', chosen.value.microphoneId);
  const hasSomething = stream !== undefined && stream.getTracks().length > 0;
  const cameraName = stream?.getVideoTracks()[0]?.label || stream?.getAudioTracks()[0]?.label || '';
  const pick = () => {
    if (stream === undefined) return;
    take();
    onPicked(stream, cameraName.slice(0, 60) || t('studio.camera'));
  };
  return (
    <Dialog
      title={t('studio.chooseCamera')}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="act" icon="plus" disabled={!hasSomething} onClick={pick}>
            {t('studio.addToStage')}
          </Button>
        </>
      }
    >
      {now.status === 'fault' ? (
        <ErrorState
          title={t('studio.captureFailed')}
          advice={captureFaultText(now.fault)}
          onRetry={() => void open({})}
        />
      ) : (
        <div class="stack">
          <div class="picker-preview in-the-dark">
            {stream === undefined ? <Skeleton height="100%" /> : <MirrorVideo stream={stream} />}
          </div>
          {stream && stream.getAudioTracks().length > 0 && <SoundLevel stream={stream} />}
          <Select
            label={t('studio.camera')}
            value={cameraId}
            options={optionsOf(devices.value.cameras, t('studio.noPicture'))}
            onSelect={(id) => void open({ cameraId: id, microphoneId })}
          />
          <Select
            label={t('studio.microphone')}
            value={microphoneId}
            options={optionsOf(devices.value.microphones, t('studio.noSound'))}
            onSelect={(id) => void open({ cameraId, microphoneId: id })}
          />
        </div>
      )}
    </Dialog>
  );
};
