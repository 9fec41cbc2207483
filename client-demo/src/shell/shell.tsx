import { Toasts } from '../design/toast.tsx';
import { t } from '../messages/t.ts';
import { PageOutlet } from './page-outlet.tsx';

/** What stands around every page. */
export const Shell = () => (
  <>
    <a class="skip-link" href="#content">
      {t('common.skipToContent')}
    </a>
    <main id="content" tabIndex={-1}>
      <PageOutlet />
    </main>
    <Toasts />
  </>
);
