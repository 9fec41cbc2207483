import { t } from '../../messages/t.ts';

/** The page `operator`. */
export const Page = () => <h1>{t('operator.title')}</h1>;
