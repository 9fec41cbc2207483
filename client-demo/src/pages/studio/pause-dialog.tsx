import { useSignal } from '@preact/signals';
import type { UploadedMedia } from '#protocol/views.ts';
import { uploadMedia } from '../../api/routes.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { useStudio } from './use-studio.ts';
import './preview.css';
import './pause-dialog.css';

/** What the server takes (PNG, JPEG, WebP, MP4, WebM); the picker shows only these. */
const acceptedTypes = 'image/png,image/jpeg,image/webp,video/mp4,video/webm';

const OwnSlate = ({ media }: { readonly media: UploadedMedia }) => {
  const address = `/media/${media.mediaId}`;
  if (media.kind === 'picture') return <img src={address} alt={t('studio.slateOwn')} />;
  return <video src={address} autoPlay loop muted playsInline aria-label={t('studio.slateOwn')} />;
};

/** Pauses with a slate: the standard one, or an own picture or clip. */
export const PauseDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { session } = useLive();
  const { command, busy } = useStudio();
  const own = useSignal<UploadedMedia | null>(null);
  const isUploading = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const upload = async (file: File) => {
    isUploading.value = true;
    refusal.value = null;
    const uploaded = await uploadMedia(session, file);
    isUploading.value = false;
    if (uploaded.ok) own.value = uploaded.value;
    else refusal.value = uploaded.error;
  };
  const pause = async () => {
    const media = own.value;
    const slate =
      media === null ? ({ kind: 'standard' } as const) : { kind: media.kind, mediaId: media.mediaId };
    if (await command('show.pause-show', { slate })) onClose();
  };
  return (
    <Dialog
      title={t('studio.pauseTitle')}
      onClose={onClose}
      actions={
        <Button
          tone="act"
          size="big"
          wide
          icon="pause"
          busy={busy.value === 'show.pause-show'}
          onClick={() => void pause()}
        >
          {t('studio.pauseNow')}
        </Button>
      }
    >
      <div class="stack">
        <p class="soft">{t('studio.pauseAbout')}</p>
        <div class="slate-preview in-the-dark" data-own={own.value !== null}>
          {own.value === null ? (
            <div class="slate-words">
              <Icon name="pause" sizePx={32} />
              <span>{t('studio.slateStandard')}</span>
            </div>
          ) : (
            <OwnSlate media={own.value} />
          )}
        </div>
        <div class="row">
          <label class="button button-plain button-normal slate-upload">
            <input
              class="unseen"
              type="file"
              accept={acceptedTypes}
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                if (file !== undefined) void upload(file);
              }}
            />
            {isUploading.value ? <span class="button-spinner" aria-hidden="true" /> : <Icon name="clip" />}
            <span>{isUploading.value ? t('studio.uploading') : t('studio.slateChoose')}</span>
          </label>
          {own.value !== null && (
            <Button tone="quiet" icon="undo" onClick={() => (own.value = null)}>
              {t('studio.slateUseStandard')}
            </Button>
          )}
        </div>
        <Refused error={refusal.value} />
      </div>
    </Dialog>
  );
};
