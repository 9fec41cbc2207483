import { ButtonLink } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';

/** Any address that is no page of ours. */
export const Page = () => (
  <Empty icon="lamp" title={t('everywhere.pageNotFound')} advice={t('everywhere.pageNotFoundAdvice')}>
    <ButtonLink href="/" tone="act">
      {t('everywhere.toLobby')}
    </ButtonLink>
  </Empty>
);
