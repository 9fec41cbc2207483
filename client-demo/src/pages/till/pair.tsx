import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/refused.tsx';
import { createCommands } from '../../live/commerce/commands.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import type { TillStore } from './till-store.ts';

interface PairProps {
  readonly store: TillStore;
  readonly onPaired: () => void;
}

const PairForm = ({ store, onPaired }: PairProps) => {
  const live = useLive();
  const tillId = useMemo(freshId, []);
  const commands = useMemo(() => createCommands(live.socket()), [live]);
  const label = useSignal('');
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const pair = async (event: Event) => {
    event.preventDefault();
    const named = label.value.trim();
    if (named === '' || isBusy.value) return;
    isBusy.value = true;
    const outcome = await commands.send('till.add-till', { tillId, label: named });
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    await store.saveDevice({ tillId, label: named });
    onPaired();
  };
  return (
    <form class="till-door" onSubmit={(event) => void pair(event)}>
      <span class="till-door-sign">
        <Icon name="cart" sizePx={48} />
      </span>
      <h1>{t('till.pairTitle')}</h1>
      <p class="soft">{t('till.pairAbout')}</p>
      <TextField
        label={t('till.pairLabel')}
        hint={t('till.pairLabelHint')}
        value={label.value}
        maxLength={40}
        autoFocus
        onText={(text) => (label.value = text)}
      />
      <Refused error={refusal.value} />
      <Button
        tone="act"
        size="big"
        wide
        type="submit"
        busy={isBusy.value}
        disabled={label.value.trim() === ''}
      >
        {t('till.pairDo')}
      </Button>
    </form>
  );
};

/** Makes this browser a till of the shop; for who works there. */
export const Pair = (props: PairProps) => (
  <RoleGate roles={['admin', 'host', 'staff']}>
    <PairForm {...props} />
  </RoleGate>
);
