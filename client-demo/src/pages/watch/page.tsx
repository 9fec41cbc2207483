import { t } from '../../messages/t.ts';

/** The page `watch`. */
export const Page = () => <h1>{t('watch.title')}</h1>;
