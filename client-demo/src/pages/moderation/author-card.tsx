import type { MessageView, RulingView } from '#protocol/room-views.ts';
import { MessageText } from '../../chat/message-text.tsx';
import { Person } from '../../chat/person.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Countdown, useSecondsLeft } from '../../design/countdown.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty } from '../../design/notice.tsx';
import { formatClock, formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { ActPanel, ReasonField } from './act-panel.tsx';
import { authorOf, type AuthorFacts } from './author.ts';
import { AuthorHistory } from './author-history.tsx';
import { flagText, kindKeys, reportText, statusText } from './texts.ts';
import { useDesk } from './use-desk.ts';
import './author-card.css';

const restrictionKeys = {
  ban: 'moderation.bannedBy',
  timeout: 'moderation.timedOutBy',
  shadow: 'moderation.shadowedBy',
} as const;

/** What binds the author now, for how long, and the way to end it. */
const RestrictionNote = ({ ruling }: { readonly ruling: RulingView }) => {
  const desk = useDesk();
  const { kind, by, untilMs } = ruling;
  const secondsLeft = useSecondsLeft(untilMs ?? 0, desk.nowMs);
  const isOver = untilMs !== null && secondsLeft === 0;
  if (kind === 'delete-message' || kind === 'delete-messages' || isOver) return null;
  return (
    <div class="restriction">
      <Icon name="careful" sizePx={20} />
      <p>
        <span dir="auto">{t(restrictionKeys[kind], { name: by.name })}</span>{' '}
        {untilMs === null ? (
          t('moderation.untilLifted')
        ) : (
          <>
            <Countdown untilMs={untilMs} nowMs={desk.nowMs} /> {t('moderation.timeLeft')}
          </>
        )}
      </p>
      {desk.mayAct && (
        <Button
          tone="plain"
          size="small"
          onClick={() => void desk.undoRuling(ruling.rulingId, t(kindKeys[kind]))}
        >
          {t('moderation.lift')}
        </Button>
      )}
    </div>
  );
};

const Facts = ({ facts }: { readonly facts: AuthorFacts }) => (
  <dl class="author-facts" aria-label={t('moderation.factsAbout')}>
    <div>
      <dt>{t('moderation.factMessages')}</dt>
      <dd class="digits">{formatCount(facts.messages.length)}</dd>
    </div>
    <div>
      <dt>{t('moderation.factRemoved')}</dt>
      <dd class="digits">{formatCount(facts.removedCount)}</dd>
    </div>
    <div>
      <dt>{t('moderation.factReports')}</dt>
      <dd class="digits">{formatCount(facts.reportCount)}</dd>
    </div>
    <div>
      <dt>{t('moderation.factSince')}</dt>
      <dd class="digits">{facts.firstSeenAtMs === null ? '–' : formatClock(facts.firstSeenAtMs)}</dd>
    </div>
  </dl>
);

/** The message itself, what it answers, and what was said against it. */
const Case = ({ message }: { readonly message: MessageView }) => {
  const desk = useDesk();
  const status = statusText(message, desk.view.value.rulings ?? []);
  const { flags = [], reports = [] } = message.moderation ?? {};
  return (
    <div class="case" data-status={message.status}>
      {message.replyTo !== null && (
        <p class="case-answered soft small" dir="auto">
          {t('moderation.answersTo', { name: message.replyTo.name })}: {message.replyTo.excerpt}
        </p>
      )}
      <p class="case-text" dir="auto">
        <MessageText message={message} personId={desk.ownId} />
      </p>
      <p class="case-marks small">
        <time class="soft digits">{formatClock(message.sentAtMs)}</time>
        {status !== null && <span class="log-mark">{status}</span>}
        {flags.map((flag) => (
          <span class="log-mark" key={flag}>
            {flagText(flag)}
          </span>
        ))}
      </p>
      {reports.length > 0 && (
        <ul class="case-reports small" role="list" aria-label={t('moderation.reports')}>
          {reports.map(({ by, reason }) => (
            <li key={by.personId}>
              <Icon name="flag" sizePx={14} />
              <b>{reportText(reason)}</b> <bdi class="soft">{by.name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** Who wrote the selected message, what they did before, and what can be done. */
export const AuthorCard = () => {
  const desk = useDesk();
  const message = desk.selected.value;
  if (message === null) {
    return (
      <section class="desk-column author-card" aria-label={t('moderation.author')}>
        <Empty icon="users" title={t('moderation.noSelection')} advice={t('moderation.noSelectionAdvice')} />
      </section>
    );
  }
  const facts = authorOf(desk.view.value, message.author, desk.nowMs());
  return (
    <section class="desk-column author-card" aria-label={t('moderation.author')}>
      <div class="author-head">
        <span class="author-back">
          <IconButton
            icon="chevron"
            label={t('moderation.backToList')}
            onClick={() => {
              desk.isItemOpen.value = false;
              desk.select(desk.list.peek(), message.messageId);
            }}
          />
        </span>
        <Avatar name={message.author.name} />
        <h2>
          <Person person={message.author} />
        </h2>
      </div>
      {facts.restriction !== null && (
        <RestrictionNote key={facts.restriction.rulingId} ruling={facts.restriction} />
      )}
      <Case message={message} />
      {desk.mayAct && <ActPanel message={message} />}
      {desk.mayAct ? <ReasonField /> : <p class="small soft">{t('moderation.readOnly')}</p>}
      <Facts facts={facts} />
      <AuthorHistory facts={facts} />
    </section>
  );
};
