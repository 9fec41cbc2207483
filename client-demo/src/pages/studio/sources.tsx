import { useSignal } from '@preact/signals';
import type { ShowView } from '#protocol/views.ts';
import { Button } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { useShortcuts } from '../../design/shortcuts.tsx';
import { toast } from '../../design/toast.tsx';
import { captureFaultText } from '../../messages/capture-fault-text.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { canCaptureScreen, captureScreen } from '../../stage/capture.ts';
import { CameraPicker } from './camera-picker.tsx';
import type { CapturedSource, OwnSource } from './own-sources.ts';
import { PhoneInvite } from './phone-invite.tsx';
import { SourceCard } from './source-card.tsx';
import { useStudio } from './use-studio.ts';

/** What is being opened: a new source, or the devices of one that is there (`sourceId`). */
type Opening = { readonly what: 'camera'; readonly sourceId?: string } | { readonly what: 'phone' } | null;

const switchKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Whether this tab's capture of a source is gone: unplugged, or sharing was stopped. */
const isCaptureGone = (own: OwnSource): boolean =>
  own.published.video.value.status === 'ended' || own.published.audio.value.status === 'ended';

/** All that hangs on the stage, and what can be added. */
export const Sources = ({ show, personId }: { readonly show: ShowView; readonly personId: string }) => {
  const studio = useStudio();
  const opening = useSignal<Opening>(null);
  const isEditable = show.status !== 'ended' && show.status !== 'archived';
  const put = async (captured: CapturedSource, label: string, sourceId?: string) => {
    if (sourceId !== undefined) return studio.own.attach(sourceId, captured);
    const added = await studio.own.add(label, captured);
    if (!added.ok) toast(errorText(added.error), { icon: 'careful' });
  };
  const shareScreen = async (sourceId?: string) => {
    const captured = await captureScreen();
    if (captured.ok) await put({ kind: 'screen', stream: captured.stream }, t('studio.screen'), sourceId);
    else if (captured.fault.reason !== 'dismissed') {
      toast(captureFaultText(captured.fault), { icon: 'careful' });
    }
  };
  useShortcuts([
    {
      keys: switchKeys,
      shown: '1 – 9',
      label: t('studio.keySwitch'),
      run: (key) => {
        const source = show.sources[Number(key) - 1];
        if (source?.hasVideo && source.sourceId !== show.programmeSourceId) {
          void studio.command('show.switch-programme', { sourceId: source.sourceId });
        }
      },
    },
    {
      keys: ['m'],
      shown: 'M',
      label: t('studio.keyMute'),
      run: () => {
        const own = studio.own.list.value.find(({ sourceId }) => sourceId === show.microphoneSourceId);
        if (own) studio.own.setMuted(own.sourceId, 'audio', !own.isSoundMuted);
      },
    },
    {
      keys: ['c'],
      shown: 'C',
      label: t('studio.addCamera'),
      run: () => (opening.value = { what: 'camera' }),
    },
  ]);
  const reopenOf = (sourceId: string, kind: string, own: OwnSource | undefined) => {
    const source = show.sources.find((candidate) => candidate.sourceId === sourceId);
    const isMine = source?.ownerId === personId && (kind === 'camera' || kind === 'screen');
    if (!isMine || !isEditable || (own !== undefined && !isCaptureGone(own))) return undefined;
    return kind === 'screen'
      ? () => void shareScreen(sourceId)
      : () => (opening.value = { what: 'camera', sourceId });
  };
  const adding = (
    <div class="add-source">
      <Button
        tone={show.sources.length === 0 ? 'act' : 'plain'}
        icon="camera"
        onClick={() => (opening.value = { what: 'camera' })}
      >
        {t('studio.addCamera')}
      </Button>
      {canCaptureScreen() && (
        <Button icon="screen" onClick={() => void shareScreen()}>
          {t('studio.addScreen')}
        </Button>
      )}
      <Button icon="phone" onClick={() => (opening.value = { what: 'phone' })}>
        {t('studio.addPhone')}
      </Button>
    </div>
  );
  const now = opening.value;
  return (
    <section class="sources" aria-label={t('studio.sources')}>
      <div class="section-head">
        <h2>{t('studio.sources')}</h2>
        {isEditable && show.sources.length > 0 && adding}
      </div>
      {show.sources.length === 0 && isEditable && (
        <Empty icon="camera" title={t('studio.noSources')} advice={t('studio.noSourcesAdvice')}>
          {adding}
        </Empty>
      )}
      <ul role="list" class="source-grid">
        {show.sources.map((source, index) => {
          const own = studio.own.list.value.find(({ sourceId }) => sourceId === source.sourceId);
          return (
            <SourceCard
              key={source.sourceId}
              show={show}
              source={source}
              own={own}
              number={index + 1}
              onReopen={reopenOf(source.sourceId, source.kind, own)}
            />
          );
        })}
      </ul>
      {now?.what === 'camera' && (
        <CameraPicker
          onClose={() => (opening.value = null)}
          onPicked={(stream, label) => {
            opening.value = null;
            void put({ kind: 'camera', stream }, label, now.sourceId);
          }}
        />
      )}
      {now?.what === 'phone' && <PhoneInvite show={show} onClose={() => (opening.value = null)} />}
    </section>
  );
};
