import type { ServerAddresses } from '#protocol/views.ts';
import { shareableUrl } from '../../api/shareable.ts';
import { Button } from '../../design/button.tsx';
import { CopyField } from '../../design/copy-field.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import { t } from '../../messages/t.ts';

interface LinkReadyProps {
  readonly label: string;
  readonly secret: string;
  readonly addresses: ServerAddresses | undefined;
  readonly onClose: () => void;
}

/** The one time a link's secret is on screen: as QR code and as text. */
export const LinkReady = ({ label, secret, addresses, onClose }: LinkReadyProps) => {
  const url = shareableUrl(`/enter#${secret}`, location.origin, addresses);
  return (
    <Dialog
      title={t('operator.linkReady')}
      onClose={onClose}
      actions={
        <Button tone="act" onClick={onClose}>
          {t('everywhere.done')}
        </Button>
      }
    >
      <div class="link-ready">
        <QrCode text={url} label={label} />
        <p class="soft">{t('operator.linkOnce')}</p>
        <CopyField label={t('operator.linkText')} text={url} />
      </div>
    </Dialog>
  );
};
