import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { createShowChannel } from '../../live/show-channel.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { leaveGuard, type PageProps } from '../../router.tsx';
import { useImmersive } from '../../shell/immersive.ts';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { loadDevice } from '../../stage/device.ts';
import { rememberedSource } from './camera-source.ts';
import { OnCamera } from './on-camera.tsx';
import { useCamera, type Camera } from './use-camera.ts';
import { useWakeLock } from './wake-lock.ts';
import './camera.css';

/** Asks before a camera that is in use goes away. */
const useLeaveGuard = (isOn: boolean): void => {
  useEffect(() => {
    if (!isOn) return undefined;
    leaveGuard.value = () => window.confirm(t('camera.leaveQuestion'));
    return () => {
      leaveGuard.value = null;
    };
  }, [isOn]);
};

const faultKeys = {
  denied: 'camera.faultDenied',
  dismissed: 'camera.faultDenied',
  'not-found': 'camera.faultNotFound',
  busy: 'camera.faultBusy',
  unsupported: 'camera.faultUnsupported',
  unknown: 'camera.faultUnknown',
} as const;

/** Before the camera is on, and after it went off. */
const Doorstep = ({ show, camera }: { readonly show: ShowView; readonly camera: Camera }) => {
  const state = camera.state.value;
  const isStarting = state.status === 'starting';
  if (state.status === 'left') {
    return (
      <div class="camera-door stack" role="status">
        <h1>{t('camera.leftTitle')}</h1>
        <p class="soft">{t('camera.leftAdvice')}</p>
        <Button tone="act" size="big" icon="camera" onClick={() => void camera.start()}>
          {t('camera.again')}
        </Button>
      </div>
    );
  }
  return (
    <div class="camera-door stack">
      <p class="soft" dir="auto">
        {show.title}
      </p>
      <h1>{t('camera.title')}</h1>
      <p class="soft">{t('camera.advice')}</p>
      {state.status === 'fault' && (
        <p class="camera-fault" role="alert">
          {t(faultKeys[state.fault.reason])}
        </p>
      )}
      {state.status === 'refused' && (
        <p class="camera-fault" role="alert">
          {errorText(state.error)}
        </p>
      )}
      <Button tone="act" size="big" icon="camera" busy={isStarting} onClick={() => void camera.start()}>
        {t('camera.start')}
      </Button>
    </div>
  );
};

const CameraOfShow = ({ show }: { readonly show: ShowView }) => {
  const live = useLive();
  const socket = live.socket();
  const who = live.session.state.value;
  const name = who.status === 'signed-in' ? who.session.name : '';
  const camera = useCamera({ socket, show, label: name === '' ? t('camera.defaultLabel') : name });
  const state = camera.state.value;
  const isOn = state.status === 'on';
  useLeaveGuard(isOn);
  useWakeLock(isOn);
  usePageTitle(t('camera.title'));
  useEffect(() => {
    void loadDevice(socket, show.showId);
    // After a reload the same camera comes back by itself: the stage is waiting for it.
    if (rememberedSource(show.showId) !== null) void camera.start();
  }, []);
  return (
    <div class="camera in-the-dark" data-state={state.status}>
      {state.status === 'on' ? (
        <OnCamera show={show} camera={camera} stream={state.stream} source={state.source} />
      ) : (
        <Doorstep show={show} camera={camera} />
      )}
    </div>
  );
};

/** A phone as a further camera of a show, opened by a staff link as a QR code. */
export const Page = ({ params }: PageProps) => {
  const live = useLive();
  const showId = params['showId'] ?? '';
  const channel = useMemo(
    () => createShowChannel({ socket: live.socket(), showId, time: systemTime }),
    [live, showId],
  );
  useEffect(() => () => channel.close(), [channel]);
  useImmersive();
  const follow = channel.follow.value;
  const isViewer = useComputed(() => {
    const who = live.session.state.value;
    return who.status === 'signed-in' && who.session.role === 'viewer';
  });
  if (follow.status === 'loading') {
    return (
      <div class="camera in-the-dark" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="100dvh" />
      </div>
    );
  }
  if (follow.status === 'refused' || isViewer.value) {
    const advice = follow.status === 'refused' ? errorText(follow.error) : t('camera.onlyStaffAdvice');
    return (
      <ErrorState title={t('camera.onlyStaffTitle')} advice={advice}>
        <ButtonLink href="/">{t('everywhere.toLobby')}</ButtonLink>
      </ErrorState>
    );
  }
  return <CameraOfShow show={follow.show} />;
};
