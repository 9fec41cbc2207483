import type { PersonView } from '#protocol/room-views.ts';
import { Icon, type IconName } from '../design/icon.tsx';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { hueOf } from './person-colour.ts';
import './person.css';

type BadgeKind = NonNullable<PersonView['badge']>;

const badgeLooks: Record<BadgeKind, { readonly key: MessageKey; readonly icon: IconName }> = {
  host: { key: 'chat.badgeHost', icon: 'lamp' },
  moderator: { key: 'chat.badgeModerator', icon: 'shield' },
  crew: { key: 'chat.badgeCrew', icon: 'users' },
};

/** What somebody is in this show: a sign and its word, never a colour alone. */
export const PersonBadge = ({ badge }: { readonly badge: BadgeKind }) => {
  const { key, icon } = badgeLooks[badge];
  return (
    <span class={`person-badge person-badge-${badge}`}>
      <Icon name={icon} sizePx={12} />
      {t(key)}
    </span>
  );
};

/** A name in its own hue and its own direction, with what the person is here. */
export const Person = ({ person }: { readonly person: PersonView }) => (
  <bdi class="person">
    <b class="person-name" style={{ '--hue': hueOf(person.personId) }}>
      {person.name}
    </b>
    {person.badge !== null && <PersonBadge badge={person.badge} />}
  </bdi>
);
