import { t } from '../messages/t.ts';
import type { Mentionable } from './mention-draft.ts';
import { Person } from './person.tsx';
import './mention-list.css';

interface MentionListProps {
  readonly id: string;
  readonly people: readonly Mentionable[];
  readonly chosenIndex: number;
  readonly onChoose: (person: Mentionable) => void;
}

/** The element of one suggestion, for `aria-activedescendant`. */
export const mentionOptionId = (listId: string, index: number): string => `${listId}-${index}`;

/** Who could be meant by what follows the `@`. The field keeps the focus; its arrow keys choose here. */
export const MentionList = ({ id, people, chosenIndex, onChoose }: MentionListProps) => (
  <ul class="mentions" role="listbox" id={id} aria-label={t('chat.suggestions')}>
    {people.map((person, index) => (
      <li
        key={person.personId}
        id={mentionOptionId(id, index)}
        role="option"
        aria-selected={index === chosenIndex}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onChoose(person)}
      >
        <Person person={{ badge: null, ...person }} />
      </li>
    ))}
  </ul>
);
