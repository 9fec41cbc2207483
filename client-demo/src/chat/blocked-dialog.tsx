import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { t } from '../messages/t.ts';
import type { Mentionable } from './mention-draft.ts';

interface BlockedDialogProps {
  readonly blockedIds: readonly string[];
  /** Names of people seen here; somebody who was hidden long ago may have none. */
  readonly people: readonly Mentionable[];
  readonly onUnblock: (personId: string) => void;
  readonly onClose: () => void;
}

/** Whom the reader hides, and the way back for each. */
export const BlockedDialog = ({ blockedIds, people, onUnblock, onClose }: BlockedDialogProps) => (
  <Dialog title={t('chat.blockedPeople')} onClose={onClose}>
    {blockedIds.length === 0 && <p class="soft">{t('chat.blockedNone')}</p>}
    <ul role="list" class="stack" style={{ margin: 0 }}>
      {blockedIds.map((personId) => (
        <li key={personId} class="row" style={{ justifyContent: 'space-between' }}>
          <span dir="auto">
            {people.find((person) => person.personId === personId)?.name ?? t('chat.blockedSomebody')}
          </span>
          <Button size="small" icon="eye" onClick={() => onUnblock(personId)}>
            {t('chat.unblock')}
          </Button>
        </li>
      ))}
    </ul>
  </Dialog>
);
