import { Person } from '../../chat/person.tsx';
import { Empty } from '../../design/notice.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { formatClock, formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import type { Handled } from './handled-elsewhere.ts';
import { queueReasons, type QueueItem, type QueueReason, type QueueTab } from './queue.ts';
import { flagText, reasonText, reportText, tabKeys } from './texts.ts';
import { JustDone } from './just-done.tsx';
import { useDesk } from './use-desk.ts';
import './queue-column.css';

const reasonIcons: Readonly<Record<QueueReason, IconName>> = {
  held: 'hourglass',
  reported: 'flag',
  flagged: 'careful',
};

/** What people and the screening said against a message, each once. */
const objectionsOf = ({ message }: QueueItem): readonly string[] => {
  const { flags = [], reports = [] } = message.moderation ?? {};
  return [...new Set([...reports.map(({ reason }) => reportText(reason)), ...flags.map(flagText)])];
};

const QueueRow = ({ item }: { readonly item: QueueItem }) => {
  const desk = useDesk();
  const { message, reason } = item;
  const isSelected = desk.id.value === message.messageId;
  return (
    <button
      type="button"
      class="queue-row"
      data-row={`queue:${message.messageId}`}
      data-reason={reason}
      tabIndex={isSelected ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      aria-busy={desk.pending.value.has(message.messageId)}
      onClick={() => {
        desk.isItemOpen.value = true;
        desk.select('queue', message.messageId);
      }}
    >
      <span class="queue-row-head">
        <span class="queue-reason">
          <Icon name={reasonIcons[reason]} sizePx={16} />
          {reasonText(item)}
        </span>
        <time class="soft small digits">{formatClock(message.sentAtMs)}</time>
      </span>
      <Person person={message.author} />
      <span class="queue-text" dir="auto">
        {message.text}
      </span>
      <span class="queue-objections">
        {objectionsOf(item).map((text) => (
          <span key={text}>{text}</span>
        ))}
      </span>
    </button>
  );
};

const HandledRow = ({ handled }: { readonly handled: Handled }) => (
  <p class="queue-handled">
    <Icon name={handled.how === 'removed' ? 'remove' : 'check'} sizePx={18} />
    <span>
      {t(handled.how === 'removed' ? 'moderation.handledRemoved' : 'moderation.handledCleared', {
        name: handled.name,
      })}
    </span>
    <bdi class="soft small">{handled.item.message.author.name}</bdi>
  </p>
);

/** Items and what others just handled, in the order of the queue, so that a note stands where the item stood. */
const withHandled = (items: readonly QueueItem[], handled: readonly Handled[], tab: QueueTab) => {
  const notes = handled.filter(({ item }) => tab === 'all' || item.reason === tab);
  const rows = [
    ...items.map((item) => ({ item, handled: null })),
    ...notes.map((one) => ({ item: one.item, handled: one })),
  ];
  return rows.toSorted(
    (a, b) =>
      queueReasons.indexOf(a.item.reason) - queueReasons.indexOf(b.item.reason) ||
      a.item.message.sequence - b.item.message.sequence,
  );
};

const QueueList = () => {
  const desk = useDesk();
  const tab = desk.tab.value;
  const rows = withHandled(desk.items.value, desk.handled.value, tab);
  if (rows.length === 0) {
    return tab === 'all' ? (
      <Empty icon="check" title={t('moderation.allClear')} advice={t('moderation.allClearAdvice')} />
    ) : (
      <Empty icon="check" title={t('moderation.tabClear')} advice={t('moderation.tabClearAdvice')} />
    );
  }
  return (
    <ul role="list" class="queue-rows">
      {rows.map(({ item, handled }) => (
        <li key={handled === null ? item.message.messageId : `handled-${item.message.messageId}`}>
          {handled === null ? <QueueRow item={item} /> : <HandledRow handled={handled} />}
        </li>
      ))}
    </ul>
  );
};

/** What waits, by reason; below it what was done last, to take it back. */
export const QueueColumn = () => {
  const desk = useDesk();
  const counts = desk.counts.value;
  const tabs = (['all', ...queueReasons] as const).map((value) => ({
    value,
    label: `${t(tabKeys[value])} ${formatCount(counts[value])}`,
  }));
  return (
    <section class="desk-column queue" aria-label={t('moderation.viewQueue')}>
      <h2 class="unseen" tabIndex={-1} data-row="queue:empty">
        {t('moderation.viewQueue')}
      </h2>
      <Tabs
        label={t('moderation.queueTabs')}
        value={desk.tab.value}
        tabs={tabs}
        onSelect={(value) => (desk.tab.value = value)}
      >
        <QueueList />
      </Tabs>
      <JustDone />
    </section>
  );
};
