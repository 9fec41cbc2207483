import { Badge } from '../../design/badge.tsx';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { untoldOf } from './till-book.ts';
import { useTill } from './use-till.ts';

/** Whether there is a line, what is still to be told, and whether something needs a person. */
export const StatusLine = () => {
  const { line, book } = useTill();
  const untold = untoldOf(book.value);
  const refused = book.value.refused.length;
  const state = line.value;
  return (
    <p class="till-status" role="status" data-line={state.status} data-untold={untold}>
      {state.status === 'on' && (
        <Badge tone="plain" icon="check">
          {t('till.lineOn')}
        </Badge>
      )}
      {state.status === 'connecting' && <Badge icon="hourglass">{t('till.lineConnecting')}</Badge>}
      {state.status === 'off' && (
        <Badge tone="careful" icon="careful">
          {state.sinceMs === null
            ? t('till.lineOff')
            : t('till.lineOffSince', { time: formatClock(state.sinceMs) })}
        </Badge>
      )}
      {untold > 0 && (
        <Badge tone="act" icon="hourglass">
          {t('till.untold', { count: untold })}
        </Badge>
      )}
      {refused > 0 && (
        <Badge tone="careful" icon="careful">
          {t('till.needsPerson', { count: refused })}
        </Badge>
      )}
    </p>
  );
};
