import { Fragment } from 'preact';
import type { OutboxEntry } from '#protocol/buyer-views.ts';
import { CopyField } from '../../design/copy-field.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { linkHere, partsAround } from './outbox-link.ts';

/** One message as its reader gets it, with a link that works. */
export const OutboxMessage = ({
  entry,
  onClose,
}: {
  readonly entry: OutboxEntry;
  readonly onClose: () => void;
}) => {
  const { subject, recipient, text, link, language, fault, attempts, createdAtMs } = entry;
  const here = linkHere(link, location.origin);
  const parts = partsAround(text, link);
  return (
    <Dialog title={subject} onClose={onClose} isWide>
      <div class="stack">
        <p class="small soft">
          <bdi>{recipient ?? t('operator.outboxPush')}</bdi> · {formatMoment(createdAtMs)}
        </p>
        {text === '' ? (
          <p class="soft">{t('operator.outboxNoText')}</p>
        ) : (
          <div class="outbox-text" lang={language} dir="auto">
            {parts.map((part, index) => (
              <Fragment key={index}>
                {index > 0 && (
                  <a href={here} target="_blank" rel="noreferrer">
                    {here}
                  </a>
                )}
                {part}
              </Fragment>
            ))}
          </div>
        )}
        {link !== '' && (
          <>
            <CopyField label={t('operator.linkText')} text={here} />
            <a class="button button-plain button-normal" href={here} target="_blank" rel="noreferrer">
              {t('operator.outboxOpenLink')}
            </a>
          </>
        )}
        {fault !== null && <p class="small soft">{t('operator.outboxFault', { fault, count: attempts })}</p>}
      </div>
    </Dialog>
  );
};
