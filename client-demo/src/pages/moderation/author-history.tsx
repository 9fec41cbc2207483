import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { historyOf, type AuthorFacts, type HistoryEntry } from './author.ts';
import { kindKeys, statusText } from './texts.ts';
import { useDesk } from './use-desk.ts';

/** More than a moderator reads of one person; the audit trail and the search hold the rest. */
const shownEntries = 40;

const Entry = ({ entry }: { readonly entry: HistoryEntry }) => {
  const desk = useDesk();
  if (entry.kind === 'message') {
    const { message } = entry;
    const status = statusText(message, desk.view.value.rulings ?? []);
    return (
      <>
        <p class="history-text" dir="auto" data-status={message.status}>
          {message.text}
        </p>
        {status !== null && <span class="log-mark">{status}</span>}
      </>
    );
  }
  const { ruling } = entry;
  return (
    <div class="history-ruling">
      <p>
        <Icon name="shield" sizePx={16} /> <b>{t(kindKeys[ruling.kind])}</b>{' '}
        <bdi class="soft">{ruling.by.name}</bdi>
        {ruling.reason !== '' && <span dir="auto"> “{ruling.reason}”</span>}
      </p>
      {ruling.undone !== null ? (
        <p class="soft small" dir="auto">
          {t('moderation.ruleUndone', { name: ruling.undone.by.name, time: formatClock(ruling.undone.atMs) })}
        </p>
      ) : (
        desk.mayAct && (
          <Button
            tone="quiet"
            size="small"
            icon="undo"
            onClick={() => void desk.undoRuling(ruling.rulingId, t(kindKeys[ruling.kind]))}
          >
            {t('moderation.undo')}
          </Button>
        )
      )}
    </div>
  );
};

/** What one author wrote and what was ruled about it, newest first. */
export const AuthorHistory = ({ facts }: { readonly facts: AuthorFacts }) => {
  const entries = historyOf(facts).slice(0, shownEntries);
  return (
    <div class="history">
      <h3>{t('moderation.history')}</h3>
      <ol role="list">
        {entries.map((entry) => (
          <li key={entry.kind === 'message' ? entry.message.messageId : entry.ruling.rulingId}>
            <time class="soft small digits">{formatClock(entry.atMs)}</time>
            <div>
              <Entry entry={entry} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
};
