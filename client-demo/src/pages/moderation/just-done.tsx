import { Button } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { didText } from './texts.ts';
import { useDesk } from './use-desk.ts';

/** The last act in words and the way back from it. */
export const JustDone = () => {
  const desk = useDesk();
  const last = desk.done.value.at(-1);
  if (last === undefined) return null;
  return (
    <div class="just-done">
      <span dir="auto">{didText(last)}</span>
      <Button
        tone="plain"
        size="small"
        icon="undo"
        aria-keyshortcuts="U"
        onClick={() => void desk.undoLast()}
      >
        {t('moderation.undo')} <kbd aria-hidden="true">U</kbd>
      </Button>
    </div>
  );
};
