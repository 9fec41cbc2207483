import { useSignal } from '@preact/signals';
import { Person } from '../../chat/person.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/field.tsx';
import { Empty } from '../../design/notice.tsx';
import { formatClock, formatDuration, formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { kindKeys } from './texts.ts';
import { actorsOf, filterTrail, trailOf, type TrailEntry, type TrailKind } from './trail.ts';
import { useDesk } from './use-desk.ts';
import './trail-panel.css';

/** How many rows are drawn at once: a room keeps 500 rulings, a page of them is read. */
const pageLength = 100;
/** More of the removed texts than this do not help to recognise a case. */
const shownTexts = 3;

const UndoCell = ({ entry }: { readonly entry: TrailEntry }) => {
  const desk = useDesk();
  const isBusy = useSignal(false);
  const { rulingId, undone } = entry;
  if (undone !== null) {
    return (
      <p class="small soft" dir="auto">
        {t('moderation.ruleUndone', { name: undone.by.name, time: formatClock(undone.atMs) })}
      </p>
    );
  }
  if (rulingId === null || !desk.mayAct) return null;
  const undo = async (id: string) => {
    isBusy.value = true;
    await desk.undoRuling(id, t(kindKeys[entry.kind]));
    isBusy.value = false;
  };
  return (
    <Button tone="plain" size="small" icon="undo" busy={isBusy.value} onClick={() => void undo(rulingId)}>
      {t('moderation.undo')}
    </Button>
  );
};

const TrailRow = ({ entry }: { readonly entry: TrailEntry }) => (
  <li class="trail-row" data-undone={entry.undone !== null}>
    <time class="soft small digits" title={formatMoment(entry.atMs)}>
      {formatClock(entry.atMs)}
    </time>
    <div class="trail-by">
      <Avatar name={entry.by.name} />
      <bdi>{entry.by.name}</bdi>
    </div>
    <div class="trail-what">
      <p>
        <Badge tone={entry.kind === 'cleared' ? 'plain' : 'careful'}>{t(kindKeys[entry.kind])}</Badge>{' '}
        <Person person={entry.person} />{' '}
        {entry.untilMs !== null && (
          <span class="small soft">
            {t('moderation.trailFor', { duration: formatDuration(entry.untilMs - entry.atMs) })}
          </span>
        )}{' '}
        {entry.messageCount > 1 && (
          <span class="small soft">{t('moderation.trailCount', { count: entry.messageCount })}</span>
        )}
      </p>
      {entry.reason !== '' && (
        <p class="small" dir="auto">
          <b>{t('moderation.reason')}:</b> {entry.reason}
        </p>
      )}
      {entry.texts.slice(0, shownTexts).map((text, index) => (
        <p key={index} class="trail-text small soft" dir="auto">
          {text}
        </p>
      ))}
    </div>
    <UndoCell entry={entry} />
  </li>
);

const kinds = Object.keys(kindKeys) as readonly TrailKind[];

/** Who did what to whom, when, why, and who took it back. */
export const TrailPanel = () => {
  const desk = useDesk();
  const byId = useSignal('');
  const kind = useSignal<TrailKind | 'all'>('all');
  const shown = useSignal(pageLength);
  const all = trailOf(desk.view.value);
  const entries = filterTrail(all, { byId: byId.value, kind: kind.value });
  if (all.length === 0) {
    return (
      <Empty icon="shield" title={t('moderation.trailEmpty')} advice={t('moderation.trailEmptyAdvice')} />
    );
  }
  return (
    <div class="trail">
      <div class="trail-filter">
        <Select
          label={t('moderation.trailBy')}
          value={byId.value}
          options={[
            { value: '', label: t('moderation.trailByAll') },
            ...actorsOf(all).map(({ personId, name }) => ({ value: personId, label: name })),
          ]}
          onSelect={(value) => (byId.value = value)}
        />
        <Select
          label={t('moderation.trailKind')}
          value={kind.value}
          options={[
            { value: 'all', label: t('moderation.trailKindAll') },
            ...kinds.map((value) => ({ value, label: t(kindKeys[value]) })),
          ]}
          onSelect={(value) => (kind.value = value)}
        />
      </div>
      {entries.length === 0 ? (
        <Empty
          icon="search"
          title={t('moderation.trailNothing')}
          advice={t('moderation.trailNothingAdvice')}
        />
      ) : (
        <ol role="list" class="trail-rows">
          {entries.slice(0, shown.value).map((entry) => (
            <TrailRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {entries.length > shown.value && (
        <Button tone="plain" onClick={() => (shown.value += pageLength)}>
          {t('everywhere.more')}
        </Button>
      )}
    </div>
  );
};
