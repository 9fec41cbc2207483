import { t } from '../../messages/t.ts';

/** The page `lobby`. */
export const Page = () => <h1>{t('lobby.title')}</h1>;
