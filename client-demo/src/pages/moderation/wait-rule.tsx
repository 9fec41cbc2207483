import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import { waitText } from './texts.ts';
import { typedWaitMs } from './wait-ms.ts';

interface WaitRuleProps {
  readonly label: string;
  readonly hint: string;
  readonly valueMs: number;
  readonly choicesMs: readonly number[];
  readonly mostMs: number;
  readonly onSet: (valueMs: number) => void;
}

interface CustomWaitProps {
  readonly valueMs: number;
  readonly mostMs: number;
  readonly onSet: (valueMs: number) => void;
}

const CustomWait = ({ valueMs, mostMs, onSet }: CustomWaitProps) => {
  const typed = useSignal(valueMs === 0 ? '' : String(valueMs / 1000));
  const tried = useSignal(false);
  // What somebody else sets meanwhile stands above, in the choice; what is typed here is not taken away.
  const wantedMs = typedWaitMs(typed.value, mostMs);
  const most = formatCount(mostMs / 1000);
  const fault = tried.value && wantedMs === null ? t('moderation.ruleCustomFault', { most }) : undefined;
  return (
    <form
      class="custom-wait"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        tried.value = true;
        if (wantedMs !== null) onSet(wantedMs);
      }}
    >
      <Field label={t('moderation.ruleCustomSeconds', { most })} fault={fault}>
        {(control) => (
          <input
            {...control}
            class="input"
            inputMode="numeric"
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <Button tone="plain" type="submit">
        {t('moderation.ruleSet')}
      </Button>
    </form>
  );
};

/** A waiting time: some choices, or any number of seconds. */
export const WaitRule = ({ label, hint, valueMs, choicesMs, mostMs, onSet }: WaitRuleProps) => {
  const isCustom = useSignal(!choicesMs.includes(valueMs));
  useEffect(() => {
    if (!choicesMs.includes(valueMs)) isCustom.value = true;
  }, [valueMs]);
  const known = choicesMs.map((choiceMs) => ({ value: String(choiceMs), label: waitText(choiceMs) }));
  const own = choicesMs.includes(valueMs)
    ? t('moderation.ruleCustom')
    : `${t('moderation.ruleCustom')}: ${waitText(valueMs)}`;
  return (
    <div class="stack wait-rule">
      <Segmented
        label={label}
        value={isCustom.value ? 'custom' : String(valueMs)}
        options={[...known, { value: 'custom', label: own }]}
        onSelect={(value) => {
          isCustom.value = value === 'custom';
          if (value !== 'custom') onSet(Number(value));
        }}
      />
      <p class="field-hint">{hint}</p>
      {isCustom.value && <CustomWait valueMs={valueMs} mostMs={mostMs} onSet={onSet} />}
    </div>
  );
};
