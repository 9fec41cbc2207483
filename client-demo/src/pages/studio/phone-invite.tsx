import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { createLink, readAddresses } from '../../api/routes.ts';
import { shareableUrl } from '../../api/shareable.ts';
import { CopyField } from '../../design/copy-field.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { useStudio } from './use-studio.ts';
import './phone-invite.css';

/** Long enough to charge a phone and walk to the stall; the link opens one camera of one show. */
const inviteLifeMs = 4 * 3_600_000;

type Invite =
  | { readonly status: 'making' }
  | { readonly status: 'failed'; readonly error: CallError }
  | { readonly status: 'ready'; readonly url: string; readonly needsAuthority: boolean };

/** A QR code that makes a phone a further camera: a staff link for this show only, for one phone. */
export const PhoneInvite = ({ show, onClose }: { readonly show: ShowView; readonly onClose: () => void }) => {
  const { session } = useLive();
  const { nowMs } = useStudio();
  const invite = useSignal<Invite>({ status: 'making' });
  const make = async () => {
    invite.value = { status: 'making' };
    const [made, addresses] = await Promise.all([
      createLink(session, {
        role: 'staff',
        showId: show.showId,
        label: t('studio.phoneLabel', { title: show.title }).slice(0, 60),
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
    invite.value = {
      status: 'ready',
      url: shareableUrl(`/enter#${made.value.secret}`, location.origin, known),
      needsAuthority: known?.needsAuthority ?? false,
    };
  };
  useEffect(() => void make(), []);
  const now = invite.value;
  return (
    <Dialog title={t('studio.phoneTitle')} onClose={onClose}>
      {now.status === 'making' && <Skeleton height="15rem" />}
      {now.status === 'failed' && (
        <ErrorState
          title={t('studio.phoneFailed')}
          advice={errorText(now.error)}
          onRetry={() => void make()}
        />
      )}
      {now.status === 'ready' && (
        <div class="invite">
          <QrCode text={now.url} label={t('studio.phoneTitle')} />
          <p class="soft">{t('studio.phoneAbout')}</p>
          {now.needsAuthority && <p class="small soft">{t('studio.phoneWarning')}</p>}
          <CopyField label={t('studio.phoneLink')} text={now.url} />
        </div>
      )}
    </Dialog>
  );
};
