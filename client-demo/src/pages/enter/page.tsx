import { t } from '../../messages/t.ts';

/** The page `enter`. */
export const Page = () => <h1>{t('enter.title')}</h1>;
