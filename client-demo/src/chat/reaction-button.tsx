import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Reaction } from '#protocol/methods/room.ts';
import { IconButton } from '../design/button.tsx';
import { t } from '../messages/t.ts';
import { reactionKinds, reactionLooks } from './reactions.ts';
import './reaction-button.css';

interface ReactionButtonProps {
  readonly onReact: (kind: Reaction) => void;
}

/** Opens the five kinds; they stay open, because nobody claps once. */
export const ReactionButton = ({ onReact }: ReactionButtonProps) => {
  const isOpen = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen.value) return undefined;
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) isOpen.value = false;
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen.value]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen.value) return;
    event.stopPropagation();
    isOpen.value = false;
    root.current?.querySelector<HTMLElement>('.button')?.focus();
  };
  return (
    <div class="reaction" ref={root} onKeyDown={onKeyDown}>
      {isOpen.value && (
        <div class="reaction-tray" role="group" aria-label={t('chat.reactions')}>
          {reactionKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-label={t(reactionLooks[kind].key)}
              title={t(reactionLooks[kind].key)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onReact(kind)}
            >
              {reactionLooks[kind].emoji}
            </button>
          ))}
        </div>
      )}
      <IconButton
        icon="heart"
        label={t('chat.react')}
        aria-expanded={isOpen.value}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => (isOpen.value = !isOpen.value)}
      />
    </div>
  );
};
