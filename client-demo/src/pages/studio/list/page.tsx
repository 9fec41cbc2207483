import { t } from '../../../messages/t.ts';
import { usePageTitle } from '../../../shell/page-title.ts';
import { RoleGate } from '../../../shell/role-gate.tsx';
import { MyShows } from './my-shows.tsx';

/** The list of shows one may produce. */
export const Page = () => {
  usePageTitle(t('studio.title'));
  return (
    <RoleGate roles={['admin', 'host']}>
      <div class="page stack">
        <h1 class="unseen">{t('studio.title')}</h1>
        <MyShows />
      </div>
    </RoleGate>
  );
};
