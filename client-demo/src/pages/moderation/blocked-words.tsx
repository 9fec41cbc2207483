import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import '../../design/copy-field.css';
import { newWords } from './house-rules.ts';

interface BlockedWordsProps {
  readonly words: readonly string[];
  readonly onAdd: (words: readonly string[]) => void;
  readonly onRemove: (word: string) => void;
}

/** The shop's own blocked words as chips; a list can be pasted. */
export const BlockedWords = ({ words, onAdd, onRemove }: BlockedWordsProps) => {
  const typed = useSignal('');
  const tried = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const fresh = newWords(typed.value, words);
  const fault = tried.value && typed.value.trim() !== '' && fresh.length === 0;
  return (
    <form
      class="stack blocked-words"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        tried.value = true;
        if (fresh.length === 0) return;
        onAdd(fresh);
        typed.value = '';
        tried.value = false;
      }}
    >
      <Field
        label={t('moderation.ruleWords')}
        hint={t('moderation.ruleWordsHint')}
        fault={fault ? t('moderation.wordFault') : undefined}
      >
        {(control) => (
          <div class="copy-field">
            <input
              {...control}
              ref={input}
              class="input"
              dir="auto"
              autoComplete="off"
              value={typed.value}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
            <Button tone="plain" icon="plus" type="submit">
              {t('moderation.wordAdd')}
            </Button>
          </div>
        )}
      </Field>
      {words.length === 0 && <p class="soft small">{t('moderation.wordsNone')}</p>}
      <ul role="list" class="word-chips">
        {words.map((word) => (
          <li key={word}>
            <bdi>{word}</bdi>
            <button
              type="button"
              aria-label={t('moderation.wordRemove', { word })}
              title={t('moderation.wordRemove', { word })}
              onClick={() => {
                onRemove(word);
                // The chip is gone; the focus stays in the list's own field.
                input.current?.focus();
              }}
            >
              <Icon name="close" sizePx={16} />
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
};
