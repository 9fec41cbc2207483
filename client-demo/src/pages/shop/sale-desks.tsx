import { useResource } from '../../api/resource.ts';
import { listShows } from '../../api/routes.ts';
import { ButtonLink } from '../../design/button.tsx';
import { isolated } from '../../messages/isolated.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';

const refreshEveryMs = 20_000;
/** More shows at once nobody staffs. */
const maximumShown = 3;

/** The ways to the sale desks of the shows that run now; nothing where none does. */
export const SaleDesks = () => {
  const live = useLive();
  const state = useResource(() => listShows(live.session), refreshEveryMs).state.value;
  if (state.status !== 'ready') return null;
  const running = state.value.shows.filter(({ status }) => ['rehearsal', 'live', 'paused'].includes(status));
  if (running.length === 0) return null;
  return (
    <nav class="row" aria-label={t('sale.title')}>
      {running.slice(0, maximumShown).map(({ showId, title }) => (
        <ButtonLink key={showId} href={`/sale/${showId}`} icon="megaphone">
          <span class="sale-desk-name">{`${t('sale.title')} · ${isolated(title)}`}</span>
        </ButtonLink>
      ))}
    </nav>
  );
};
