import { t } from '../../../messages/t.ts';

/** The page `studio`. */
export const Page = () => <h1>{t('studio.title')}</h1>;
