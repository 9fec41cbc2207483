import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorState, Skeleton } from '../design/notice.tsx';
import { t } from '../messages/t.ts';
import { currentRoute, type PageProps, type PageRoute } from '../router.tsx';

type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'ready'; readonly route: PageRoute; readonly Page: ComponentType<PageProps> };

/** Loads and shows the page of the current address; a download that fails can be tried again. */
export const PageOutlet = () => {
  const { route, params } = currentRoute.value;
  const [loaded, setLoaded] = useState<Loaded>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    route.load().then(
      ({ Page }) => isCurrent && setLoaded({ status: 'ready', route, Page }),
      () => isCurrent && setLoaded({ status: 'failed' }),
    );
    return () => {
      isCurrent = false;
    };
  }, [route, attempt]);
  if (loaded.status === 'failed') {
    return (
      <ErrorState
        title={t('everywhere.pageFailed')}
        advice={t('everywhere.offline')}
        onRetry={() => setAttempt(attempt + 1)}
      />
    );
  }
  if (loaded.status === 'loading' || loaded.route !== route) {
    return (
      <div class="page-loading" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="40vh" />
      </div>
    );
  }
  // The key makes a page start afresh for another show instead of carrying the old one's state along.
  return <loaded.Page key={JSON.stringify(params)} params={params} />;
};
