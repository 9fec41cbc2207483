import { useEffect } from 'preact/hooks';
import { t } from '../messages/t.ts';

/** Names the page in the tab, the history and for screen readers. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = title === '' ? t('everywhere.productName') : `${title} · ${t('everywhere.productName')}`;
  }, [title]);
};
