export type { ShowCommand, ShowRejectionCode } from './commands.ts';
export type { ShowEvent, Slate, SourceKind } from './events.ts';
export type { ShowFacts, ShowSource, ShowState, ShowStatus } from './state.ts';
export type { PublicShowStatus } from './visibility.ts';
export { initialShowState, maximumSources, reopenWindowMs } from './state.ts';
export { decideShow } from './decide.ts';
export { evolveShow } from './evolve.ts';
export { publicStatusOf } from './visibility.ts';
