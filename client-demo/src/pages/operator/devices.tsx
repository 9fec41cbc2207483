import { useResource } from '../../api/resource.ts';
import { readAddresses } from '../../api/routes.ts';
import { shareableUrl } from '../../api/shareable.ts';
import { CopyField } from '../../design/copy-field.tsx';
import { Icon } from '../../design/icon.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';

/** How other devices get here: the address with its QR code, and the certificate they must trust. */
export const Devices = () => {
  const { session } = useLive();
  const addresses = useResource(() => readAddresses(session), 60_000);
  const state = addresses.state.value;
  if (state.status === 'loading') return <Skeleton height="14rem" />;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('operator.loadFailed')}
        advice={errorText(state.error)}
        onRetry={() => void addresses.refresh()}
      />
    );
  }
  const url = shareableUrl('/', location.origin, state.value);
  return (
    <div class="device-cards">
      <section class="panel stack">
        <h2>{t('operator.devices')}</h2>
        <p class="soft">{t('operator.devicesAbout')}</p>
        <QrCode text={url} label={t('operator.lobbyOnDevice')} />
        <CopyField label={t('operator.address')} text={url} />
      </section>
      <section class="panel stack">
        <h2>{t('operator.certificate')}</h2>
        {state.value.needsAuthority ? (
          <>
            <p class="soft">{t('operator.certificateAbout')}</p>
            <div class="row">
              {/* A file, not a page of ours: the browser must fetch it itself. */}
              <a class="button button-plain button-normal" href="/ca.crt" download>
                <Icon name="shield" />
                <span>{t('operator.certificateGet')}</span>
              </a>
            </div>
            <p class="small soft">{t('operator.certificateIphone')}</p>
            <p class="small soft">{t('operator.certificateAndroid')}</p>
          </>
        ) : (
          <p class="soft">{t('operator.noCertificate')}</p>
        )}
      </section>
    </div>
  );
};
