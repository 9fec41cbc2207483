import { useSignal } from '@preact/signals';
import type { ShowView, SourceView } from '#protocol/views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { Menu, type MenuItem } from '../../design/menu.tsx';
import { formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import type { SendStats } from '../../stage/stage-stats.ts';
import type { OwnSource } from './own-sources.ts';
import { qualityOf } from './send-quality.ts';
import { OwnLevel, SourcePicture } from './source-picture.tsx';
import { useStudio } from './use-studio.ts';
import './source-card.css';

const qualityNames = {
  good: 'studio.qualityGood',
  weak: 'studio.qualityWeak',
  bad: 'studio.qualityBad',
} as const;

/** Bars that also say it in a word. */
const SendQuality = ({ stats }: { readonly stats: SendStats }) => {
  const quality = qualityOf(stats);
  return (
    <p class="source-stats small digits">
      <span class="source-bars" data-quality={quality} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>
        {t(qualityNames[quality])} ·{' '}
        {t('studio.sending', {
          mbps: formatCount(stats.bitrateBps / 1e6, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
          fps: formatCount(Math.round(stats.framesPerSecond)),
        })}
      </span>
    </p>
  );
};

const RenameDialog = ({ source, onClose }: { readonly source: SourceView; readonly onClose: () => void }) => {
  const { command, busy } = useStudio();
  const label = useSignal(source.label);
  const save = async () => {
    const text = label.value.trim();
    if (text === '' || text === source.label) return onClose();
    if (await command('show.rename-source', { sourceId: source.sourceId, label: text })) onClose();
  };
  return (
    <Dialog
      title={t('studio.rename')}
      onClose={onClose}
      actions={
        <Button tone="act" busy={busy.value === 'show.rename-source'} onClick={() => void save()}>
          {t('everywhere.save')}
        </Button>
      }
    >
      <TextField
        label={t('studio.sourceName')}
        value={label.value}
        maxLength={60}
        autoFocus
        onText={(text) => (label.value = text)}
      />
    </Dialog>
  );
};

interface SourceCardProps {
  readonly show: ShowView;
  readonly source: SourceView;
  readonly own: OwnSource | undefined;
  /** The key that puts it on air, 1 to 9. */
  readonly number: number;
  /** Opens the devices of this source anew; given for one's own whose capture is gone. */
  readonly onReopen: (() => void) | undefined;
}

/** Picture and name as one big button: a press puts it on air. */
const SwitchFace = ({ show, source, own, number }: Omit<SourceCardProps, 'onReopen'>) => {
  const { command } = useStudio();
  const isProgramme = show.programmeSourceId === source.sourceId;
  const isOnAir = isProgramme && show.status === 'live';
  return (
    <button
      type="button"
      class="source-face in-the-dark"
      aria-pressed={isProgramme}
      aria-disabled={!source.hasVideo ? 'true' : undefined}
      onClick={() => {
        if (!isProgramme && source.hasVideo) {
          void command('show.switch-programme', { sourceId: source.sourceId });
        }
      }}
    >
      <span class="unseen">
        {t(isProgramme ? 'studio.isProgramme' : 'studio.putOnAir', { label: source.label })}
      </span>
      <SourcePicture source={source} own={own} />
      <span class="source-marks">
        {number <= 9 && <kbd>{number}</kbd>}
        {isOnAir && (
          <Badge tone="live" hasDot>
            {t('studio.onAir')}
          </Badge>
        )}
        {isProgramme && !isOnAir && <Badge tone="act">{t('studio.programme')}</Badge>}
      </span>
    </button>
  );
};

/** One source: on-air mark, level, quality, microphone, mute, rename, remove. */
export const SourceCard = ({ show, source, own, number, onReopen }: SourceCardProps) => {
  const studio = useStudio();
  const isRenaming = useSignal(false);
  const { sourceId, label } = source;
  const isMicrophone = show.microphoneSourceId === sourceId;
  const isSending = studio.stage.value?.sources.some(
    (state) => state.sourceId === sourceId && (state.hasLiveVideo || state.hasLiveAudio),
  );
  const stats = own?.published.stats.value;
  const remove = async () => {
    if (await studio.command('show.remove-source', { sourceId })) studio.own.drop(sourceId);
  };
  const items: readonly MenuItem[] = [
    ...(onReopen ? [{ label: t('studio.reopenDevice'), icon: 'retry', run: onReopen } as const] : []),
    ...(own && source.hasVideo
      ? [
          {
            label: own.isPictureMuted ? t('studio.showPicture') : t('studio.hidePicture'),
            icon: own.isPictureMuted ? 'camera' : 'camera-off',
            run: () => studio.own.setMuted(sourceId, 'video', !own.isPictureMuted),
          } as const,
        ]
      : []),
    { label: t('studio.rename'), icon: 'pencil', run: () => (isRenaming.value = true) },
    { label: t('studio.remove'), icon: 'remove', isCareful: true, run: () => void remove() },
  ];
  return (
    <li class="source-card" data-programme={show.programmeSourceId === sourceId} data-status={show.status}>
      <SwitchFace show={show} source={source} own={own} number={number} />
      <div class="source-foot">
        <div class="source-name">
          <strong dir="auto">{label}</strong>
          {source.hasAudio && own && <OwnLevel own={own} />}
          {stats && source.hasVideo && <SendQuality stats={stats} />}
        </div>
        {own && source.hasAudio && (
          <IconButton
            icon={own.isSoundMuted ? 'mic-off' : 'mic'}
            tone={own.isSoundMuted ? 'careful' : 'quiet'}
            label={t(own.isSoundMuted ? 'studio.unmute' : 'studio.mute', { label })}
            aria-pressed={own.isSoundMuted}
            onClick={() => studio.own.setMuted(sourceId, 'audio', !own.isSoundMuted)}
          />
        )}
        <Menu label={t('studio.moreOf', { label })} items={items} />
      </div>
      {source.hasAudio && (
        <button
          type="button"
          class="source-mic"
          aria-pressed={isMicrophone}
          onClick={() => !isMicrophone && void studio.command('show.choose-microphone', { sourceId })}
        >
          <Icon name="mic" sizePx={16} />
          {isMicrophone ? t('studio.isMicrophone') : t('studio.useMicrophone')}
        </button>
      )}
      {/* One's own camera may run in another tab: then it is offered quietly, in the menu. */}
      {onReopen && !isSending && (
        <Button tone="act" wide icon="retry" onClick={onReopen}>
          {t('studio.reopenDevice')}
        </Button>
      )}
      {isRenaming.value && <RenameDialog source={source} onClose={() => (isRenaming.value = false)} />}
    </li>
  );
};
