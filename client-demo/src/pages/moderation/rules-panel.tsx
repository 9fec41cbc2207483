import type { ComponentChildren } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { errorText } from '../../messages/error-text.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { BlockedWords } from './blocked-words.tsx';
import { houseRulesOf, withChanges, type RuleName } from './house-rules.ts';
import { useDesk } from './use-desk.ts';
import { useHouseRules, type RuleState, type RulesDesk } from './use-house-rules.ts';
import { WaitRule } from './wait-rule.tsx';
import './rules-panel.css';

/** How a rule stands with the server. Its place is kept while there is nothing to say. */
const RuleNote = ({ state }: { readonly state: RuleState | undefined }) => {
  const texts = {
    settled: () => null,
    pending: () => (
      <>
        <span class="button-spinner" aria-hidden="true" /> {t('moderation.rulePending')}
      </>
    ),
    confirmed: () => (
      <>
        <Icon name="check" sizePx={16} /> {t('moderation.ruleConfirmed')}
      </>
    ),
    elsewhere: () => (
      <>
        <Icon name="users" sizePx={16} /> {t('moderation.ruleElsewhere')}
      </>
    ),
    refused: () => (
      <>
        <Icon name="careful" sizePx={16} /> {state?.status === 'refused' && errorText(state.error)}
      </>
    ),
  } as const;
  const status = state?.status ?? 'settled';
  return (
    <p class="rule-note small" data-status={status} role="status">
      {texts[status]()}
    </p>
  );
};

interface RuleProps {
  readonly name: RuleName;
  readonly desk: RulesDesk;
  readonly children: ComponentChildren;
}

const Rule = ({ name, desk, children }: RuleProps) => (
  <div class="rule" data-rule={name}>
    {children}
    <RuleNote state={desk.states.value[name]} />
  </div>
);

const options = <Value extends string>(keys: Readonly<Record<Value, MessageKey>>) =>
  // The keys of a literal record are its literals.
  (Object.keys(keys) as Value[]).map((value) => ({ value, label: t(keys[value]) }));

const accessKeys = {
  everyone: 'moderation.accessEveryone',
  known: 'moderation.accessKnown',
  crew: 'moderation.accessCrew',
} as const;
const linkKeys = { crew: 'moderation.linksCrew', all: 'moderation.linksAll' } as const;
const filterKeys = { hold: 'moderation.filterHold', refuse: 'moderation.filterRefuse' } as const;

/** The house rules: each one is set at once, and says when the server has it. */
export const RulesPanel = () => {
  const { socket, showId, view, mayAct } = useDesk();
  const told = houseRulesOf(view.value.rules);
  const desk = useHouseRules(socket, showId, told);
  // With what is on its way on top: a switch stays where it was put.
  const rules = desk.onTheirWay.value.reduce(withChanges, told);
  return (
    <fieldset class="rules" disabled={!mayAct}>
      <legend class="soft">{mayAct ? t('moderation.rulesAbout') : t('moderation.readOnly')}</legend>
      <Rule name="access" desk={desk}>
        <Segmented
          label={t('moderation.ruleAccess')}
          value={rules.access}
          options={options(accessKeys)}
          onSelect={(access) => desk.set({ access })}
        />
      </Rule>
      <Rule name="slowModeMs" desk={desk}>
        <WaitRule
          label={t('moderation.ruleSlowMode')}
          hint={t('moderation.ruleSlowModeHint')}
          valueMs={rules.slowModeMs}
          choicesMs={[0, 3000, 10_000, 30_000, 60_000]}
          mostMs={600_000}
          onSet={(slowModeMs) => desk.set({ slowModeMs })}
        />
      </Rule>
      <Rule name="newcomerWaitMs" desk={desk}>
        <WaitRule
          label={t('moderation.ruleNewcomerWait')}
          hint={t('moderation.ruleNewcomerWaitHint')}
          valueMs={rules.newcomerWaitMs}
          choicesMs={[0, 60_000, 300_000, 600_000]}
          mostMs={86_400_000}
          onSet={(newcomerWaitMs) => desk.set({ newcomerWaitMs })}
        />
      </Rule>
      <Rule name="allowsLinks" desk={desk}>
        <Segmented
          label={t('moderation.ruleLinks')}
          value={rules.allowsLinks ? 'all' : 'crew'}
          options={options(linkKeys)}
          onSelect={(value) => desk.set({ allowsLinks: value === 'all' })}
        />
      </Rule>
      <Rule name="filterAction" desk={desk}>
        <Segmented
          label={t('moderation.ruleFilter')}
          value={rules.filterAction}
          options={options(filterKeys)}
          onSelect={(filterAction) => desk.set({ filterAction })}
        />
      </Rule>
      <Rule name="blockedWords" desk={desk}>
        <BlockedWords
          words={rules.blockedWords}
          onAdd={(words) => desk.set({ addWords: [...words] })}
          onRemove={(word) => desk.set({ removeWords: [word] })}
        />
      </Rule>
    </fieldset>
  );
};
