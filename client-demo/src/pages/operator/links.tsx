import { useSignal } from '@preact/signals';
import type { MagicLinkGrant, MagicLinkView, ShowListEntry } from '#protocol/views.ts';
import { useResource } from '../../api/resource.ts';
import { listLinks, listShows, readAddresses, revokeLink } from '../../api/routes.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { LinkForm, roleNames } from './link-form.tsx';
import { linkHealth } from './link-health.ts';
import { LinkReady } from './link-ready.tsx';

const refreshEveryMs = 15_000;

const usesText = ({ uses, maximumUses }: MagicLinkView): string =>
  maximumUses === null
    ? t('operator.used', { count: uses })
    : t('operator.usedOf', { uses, limit: maximumUses });

interface LinkRowProps {
  readonly link: MagicLinkView;
  readonly shows: readonly ShowListEntry[];
  readonly nowMs: number;
  readonly onRevoke: () => void;
}

const LinkRow = ({ link, shows, nowMs, onRevoke }: LinkRowProps) => {
  const health = linkHealth(link, nowMs);
  const scope = link.showId === null ? undefined : shows.find(({ showId }) => showId === link.showId);
  return (
    <li class="operator-row" data-faded={health !== 'open'}>
      <div class="operator-row-words">
        <h2 dir="auto">{link.label}</h2>
        <p class="small soft">
          {t(roleNames[link.role])}
          {link.showId !== null && (
            <>
              {' · '}
              <bdi>{scope?.title ?? link.showId}</bdi>
            </>
          )}
        </p>
        <p class="small soft digits">
          {usesText(link)}
          {health === 'open' && link.expiresAtMs !== null && (
            <> · {t('operator.expires', { time: formatMoment(link.expiresAtMs) })}</>
          )}
        </p>
      </div>
      {health === 'revoked' && <Badge>{t('operator.revoked')}</Badge>}
      {health === 'expired' && <Badge>{t('operator.expired')}</Badge>}
      {health === 'used-up' && <Badge>{t('operator.usedUp')}</Badge>}
      {health === 'open' && (
        <IconButton
          icon="remove"
          tone="careful"
          label={t('operator.revokeLink', { label: link.label })}
          onClick={onRevoke}
        />
      )}
    </li>
  );
};

/** All magic links: make, hand on, revoke. */
export const Links = () => {
  const { session, clock } = useLive();
  const links = useResource(() => listLinks(session), refreshEveryMs);
  const shows = useResource(() => listShows(session), 60_000);
  const addresses = useResource(() => readAddresses(session), 60_000);
  const isMaking = useSignal(false);
  const made = useSignal<MagicLinkGrant | null>(null);
  const revoking = useSignal<MagicLinkView | null>(null);
  const state = links.state.value;
  const knownShows = shows.state.value.status === 'ready' ? shows.state.value.value.shows : [];
  const knownAddresses = addresses.state.value.status === 'ready' ? addresses.state.value.value : undefined;
  return (
    <section class="stack">
      <div class="section-head">
        <p class="soft operator-about">{t('operator.linksAbout')}</p>
        <Button tone="act" icon="plus" onClick={() => (isMaking.value = true)}>
          {t('operator.newLink')}
        </Button>
      </div>
      {state.status === 'loading' && <Skeleton height="14rem" />}
      {state.status === 'failed' && (
        <ErrorState
          title={t('operator.loadFailed')}
          advice={errorText(state.error)}
          busy={links.isBusy.value}
          onRetry={() => void links.refresh()}
        />
      )}
      {state.status === 'ready' && state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      {state.status === 'ready' && state.value.links.length === 0 && (
        <Empty icon="link" title={t('operator.noLinks')} advice={t('operator.noLinksAdvice')} />
      )}
      {state.status === 'ready' && state.value.links.length > 0 && (
        <ul role="list" class="operator-rows">
          {state.value.links.map((link) => (
            <LinkRow
              key={link.linkId}
              link={link}
              shows={knownShows}
              nowMs={clock.nowMs()}
              onRevoke={() => (revoking.value = link)}
            />
          ))}
        </ul>
      )}
      {isMaking.value && (
        <LinkForm
          shows={knownShows}
          onClose={() => (isMaking.value = false)}
          onMade={(grant) => {
            isMaking.value = false;
            made.value = grant;
            void links.refresh();
          }}
        />
      )}
      {made.value && (
        <LinkReady
          label={made.value.link.label}
          secret={made.value.secret}
          addresses={knownAddresses}
          onClose={() => (made.value = null)}
        />
      )}
      <RevokeLink revoking={revoking} onRevoked={() => void links.refresh()} />
    </section>
  );
};

interface RevokeLinkProps {
  readonly revoking: { value: MagicLinkView | null };
  readonly onRevoked: () => void;
}

const RevokeLink = ({ revoking, onRevoked }: RevokeLinkProps) => {
  const { session } = useLive();
  const link = revoking.value;
  if (link === null) return null;
  return (
    <Confirm
      title={t('operator.revoke')}
      question={t('operator.revokeLinkAsk', { label: link.label })}
      confirmLabel={t('operator.revoke')}
      run={() => revokeLink(session, link.linkId)}
      onDone={() => {
        revoking.value = null;
        onRevoked();
      }}
      onClose={() => (revoking.value = null)}
    />
  );
};
