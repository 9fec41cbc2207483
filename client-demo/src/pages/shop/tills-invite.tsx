import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { createLink, readAddresses } from '../../api/routes.ts';
import { shareableUrl } from '../../api/shareable.ts';
import { CopyField } from '../../design/copy-field.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useShop } from './use-shop.ts';

/** Long enough to unpack a tablet; the link makes one device staff of the shop. */
const inviteLifeMs = 3_600_000;

type Invite =
  | { readonly status: 'making' }
  | { readonly status: 'failed'; readonly error: CallError }
  | { readonly status: 'ready'; readonly url: string; readonly needsAuthority: boolean };

/** A QR code that opens the till page on another device, signed on as staff. */
export const TillInvite = ({ onClose }: { readonly onClose: () => void }) => {
  const { session, nowMs } = useShop();
  const invite = useSignal<Invite>({ status: 'making' });
  const make = async () => {
    invite.value = { status: 'making' };
    const [made, addresses] = await Promise.all([
      createLink(session, {
        role: 'staff',
        label: t('till.shopAddLabel'),
        expiresAtMs: Math.round(nowMs() + inviteLifeMs),
        maximumUses: 1,
      }),
      readAddresses(session),
    ]);
    if (!made.ok) {
      invite.value = { status: 'failed', error: made.error };
      return;
    }
    const known = addresses.ok ? addresses.value : undefined;
    // The page takes the secret itself, so that the device lands where it shall be.
    const url = shareableUrl(`/till#${made.value.secret}`, location.origin, known);
    invite.value = { status: 'ready', url, needsAuthority: known?.needsAuthority ?? false };
  };
  useEffect(() => void make(), []);
  const now = invite.value;
  return (
    <Dialog title={t('till.shopAddTitle')} onClose={onClose}>
      {now.status === 'making' && <Skeleton height="15rem" />}
      {now.status === 'failed' && (
        <ErrorState
          title={t('till.shopAddFailed')}
          advice={errorText(now.error)}
          onRetry={() => void make()}
        />
      )}
      {now.status === 'ready' && (
        <div class="till-invite">
          <QrCode text={now.url} label={t('till.shopAddTitle')} />
          <p class="soft">{t('till.shopAddAbout')}</p>
          {now.needsAuthority && <p class="small soft">{t('till.shopAddWarning')}</p>}
          <CopyField label={t('till.shopLink')} text={now.url} />
        </div>
      )}
    </Dialog>
  );
};
