import type { SessionView } from '#protocol/views.ts';
import { ButtonLink } from '../../design/button.tsx';
import { ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { roles } from '#protocol/roles.ts';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { ContactForm } from './contact-form.tsx';
import { KeptCard } from './kept-card.tsx';
import { Leave } from './leave.tsx';
import { Notices } from './notices.tsx';
import { useAccount } from './use-account.ts';
import { Who } from './who.tsx';
import './account.css';

const Areas = ({ own }: { readonly own: SessionView }) => {
  const account = useAccount();
  const read = account.contact.state.value;
  const known = account.latest.value;
  if (read.status === 'failed') {
    return (
      <ErrorState
        title={t('account.loadFailed')}
        advice={errorText(read.error)}
        busy={account.contact.isBusy.value}
        onRetry={() => void account.contact.refresh()}
      />
    );
  }
  if (read.status === 'loading' || known === undefined) {
    return (
      <div class="stack" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="6rem" />
        <Skeleton height="14rem" />
        <Skeleton height="24rem" />
      </div>
    );
  }
  return (
    <>
      {read.isStale && <StaleNote sinceMs={read.readAtMs} />}
      <Who own={own} known={known} />
      <Notices account={account} known={known} />
      <section class="panel stack" aria-labelledby="account-contact">
        <h2 id="account-contact">{t('account.contact')}</h2>
        <p class="soft">{t('account.contactAbout')}</p>
        <ContactForm account={account} known={known} />
      </section>
      <KeptCard />
      <ButtonLink href="/orders" icon="bag">
        {t('order.mine')}
      </ButtonLink>
      <Leave isSignedIn={own.role !== 'viewer' || known.signInEmail !== null} />
    </>
  );
};

const OwnAreas = () => {
  const state = useLive().session.state.value;
  // Another person behind the tab starts with a form of his own.
  return state.status === 'signed-in' ? <Areas key={state.session.personId} own={state.session} /> : null;
};

/** What the shop knows of the person behind the tab, in his own hands. */
export const Page = () => {
  usePageTitle(t('account.title'));
  return (
    <RoleGate roles={roles}>
      <div class="page account">
        <h1>{t('account.title')}</h1>
        <OwnAreas />
      </div>
    </RoleGate>
  );
};
