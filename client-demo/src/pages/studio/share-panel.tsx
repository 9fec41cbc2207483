import type { ShowView } from '#protocol/views.ts';
import { useResource } from '../../api/resource.ts';
import { readAddresses } from '../../api/routes.ts';
import { shareableUrl } from '../../api/shareable.ts';
import { Button } from '../../design/button.tsx';
import { CopyField } from '../../design/copy-field.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';

/** Where the audience comes in: QR code to hold up or print, link to send. */
export const SharePanel = ({ show }: { readonly show: ShowView }) => {
  const { session } = useLive();
  const addresses = useResource(() => readAddresses(session), 120_000);
  const state = addresses.state.value;
  const url = shareableUrl(
    `/watch/${show.showId}`,
    location.origin,
    state.status === 'ready' ? state.value : undefined,
  );
  // Absent where the device has no share sheet, although the DOM types promise it.
  const canShare = 'share' in navigator;
  return (
    <section class="panel share-panel">
      <h2>{t('studio.shareTitle')}</h2>
      <QrCode text={url} label={show.title} />
      <CopyField label={t('studio.shareLink')} text={url} />
      {canShare && (
        <Button
          icon="share"
          wide
          onClick={() => {
            // Closing the share sheet is an answer, not a fault.
            navigator.share({ title: show.title, url }).catch(() => undefined);
          }}
        >
          {t('everywhere.share')}
        </Button>
      )}
    </section>
  );
};
