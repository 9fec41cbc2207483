import { readPaymentMethod } from '../../api/buyer-routes.ts';
import { useResource } from '../../api/resource.ts';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { SaveCard } from '../../order/save-card.tsx';
import { useLive } from '../../shell/live-context.ts';

const refreshEveryMs = 60_000;

/** The card that is charged for wins; nothing where the shop can keep none. */
export const KeptCard = () => {
  const { session } = useLive();
  const read = useResource(() => readPaymentMethod(session), refreshEveryMs).state.value;
  if (read.status !== 'ready' || !read.value.canBeSaved) return null;
  return (
    <section class="panel stack" aria-labelledby="account-card">
      <h2 id="account-card">{t('account.card')}</h2>
      <p class="soft">{t('account.cardAbout')}</p>
      {read.value.isSaved && (
        <p>
          <Icon name="check" /> {t('account.cardSaved')}
        </p>
      )}
      <SaveCard />
    </section>
  );
};
