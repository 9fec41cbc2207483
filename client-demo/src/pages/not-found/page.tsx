import { ButtonLink } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';

/** Any address that is no page of ours. */
export const Page = () => (
  <Empty icon="lamp" title={t('common.pageNotFound')} advice={t('common.pageNotFoundAdvice')}>
    <ButtonLink href="/" tone="act">
      {t('common.toLobby')}
    </ButtonLink>
  </Empty>
);
