import { t } from '../../messages/t.ts';

/** The page `camera`. */
export const Page = () => <h1>{t('camera.title')}</h1>;
