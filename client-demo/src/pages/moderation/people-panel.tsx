import type { PresentPerson } from '#protocol/room-views.ts';
import { useResource } from '../../api/resource.ts';
import { Person } from '../../chat/person.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import { formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { useDesk } from './use-desk.ts';
import './people-panel.css';

/** People come and go all the time; the count beside the title is newer. */
const refreshEveryMs = 10_000;

const People = ({ title, people }: { readonly title: string; readonly people: readonly PresentPerson[] }) =>
  people.length === 0 ? null : (
    <section class="people-group">
      <h2>
        {title} <span class="soft digits">{formatCount(people.length)}</span>
      </h2>
      <ul role="list">
        {people.map((person) => (
          <li key={person.personId}>
            <Avatar name={person.name} />
            <Person person={person} />
            {person.sockets > 1 && (
              <span class="small soft">{t('moderation.tabsOpen', { count: person.sockets })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );

/** Who has the show open right now: the crew first. */
export const PeoplePanel = () => {
  const { socket, showId } = useDesk();
  const load = () => socket.request('room.list-present', { showId });
  const present = useResource(load, refreshEveryMs);
  const state = present.state.value;
  if (state.status === 'loading') return <Skeleton height="16rem" />;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('moderation.peopleFailed')}
        advice={errorText(state.error)}
        busy={present.isBusy.value}
        onRetry={() => void present.refresh()}
      />
    );
  }
  const { count, people } = state.value;
  if (count === 0) {
    return (
      <Empty icon="users" title={t('moderation.peopleNobody')} advice={t('moderation.peopleNobodyAdvice')} />
    );
  }
  const byName = people.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <div class="people">
      {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      <p class="soft">{t('moderation.present', { count })}</p>
      <People title={t('moderation.peopleStaff')} people={byName.filter(({ badge }) => badge !== null)} />
      <People title={t('moderation.peopleAudience')} people={byName.filter(({ badge }) => badge === null)} />
      {count > people.length && (
        <p class="soft">{t('moderation.peopleMore', { count: count - people.length })}</p>
      )}
    </div>
  );
};
