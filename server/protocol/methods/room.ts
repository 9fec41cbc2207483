import { Type, type TProperties } from 'typebox';
import { CommandIdSchema, MessageIdSchema, PersonIdSchema, RulingIdSchema, ShowIdSchema } from '../ids.ts';

/** Parameters common to every room command. */
const inRoom = { commandId: CommandIdSchema, showId: ShowIdSchema };
const command = <Fields extends TProperties>(fields: Fields) =>
  Type.Object({ ...inRoom, ...fields }, { additionalProperties: false });
const choice = <const Values extends readonly string[]>(...values: Values) =>
  Type.Unsafe<Values[number]>(Type.Union(values.map((value) => Type.Literal(value))));

const dayMs = 86_400_000;
const textSchema = Type.String({ minLength: 1, maxLength: 500, description: 'Any script, in UTF-16 units.' });
const reasonSchema = Type.String({ maxLength: 200, description: 'For the audit trail; may be empty.' });
const durationSchema = (maximum: number) =>
  Type.Integer({ minimum: 0, maximum, description: 'ms; 0 is off' });

const wordsSchema = () =>
  Type.Array(Type.String({ minLength: 2, maxLength: 40 }), {
    minItems: 1,
    maxItems: 200,
    description: 'Of the list of blocked words, which holds 200 at most.',
  });

/** Only what changes, so that of two moderators who change different things at once neither undoes the other. */
const RuleChangesSchema = Type.Object(
  {
    access: Type.Optional(choice('everyone', 'known', 'crew')),
    slowModeMs: Type.Optional(durationSchema(600_000)),
    newcomerWaitMs: Type.Optional(durationSchema(dayMs)),
    allowsLinks: Type.Optional(Type.Boolean()),
    filterAction: Type.Optional(choice('hold', 'refuse')),
    addWords: Type.Optional(wordsSchema()),
    removeWords: Type.Optional(wordsSchema()),
  },
  { additionalProperties: false, minProperties: 1 },
);

/** What the audience may throw; summed, never stored. */
export const reactions = ['heart', 'clap', 'laugh', 'wow', 'fire'] as const;
export type Reaction = (typeof reactions)[number];

/** Room commands by wire name; the name after the dot is the domain's command type. Result of each: `{ version }`. */
export const roomMethods = {
  'room.send-message': command({
    messageId: MessageIdSchema,
    text: textSchema,
    replyToId: Type.Union([MessageIdSchema, Type.Null()]),
    mentionIds: Type.Array(PersonIdSchema, { maxItems: 5 }),
    audience: choice('room', 'crew'),
  }),
  'room.announce': command({
    messageId: MessageIdSchema,
    text: textSchema,
    pinnedForMs: durationSchema(dayMs),
  }),
  'room.approve-message': command({ messageId: MessageIdSchema }),
  'room.delete-message': command({
    rulingId: RulingIdSchema,
    messageId: MessageIdSchema,
    reason: reasonSchema,
  }),
  'room.delete-messages-of': command({
    rulingId: RulingIdSchema,
    personId: PersonIdSchema,
    reason: reasonSchema,
  }),
  'room.restrict-person': command({
    rulingId: RulingIdSchema,
    personId: PersonIdSchema,
    kind: choice('ban', 'timeout', 'shadow'),
    durationMs: Type.Union([Type.Integer({ minimum: 1000, maximum: 30 * dayMs }), Type.Null()]),
    removesMessages: Type.Boolean(),
    reason: reasonSchema,
  }),
  'room.undo-ruling': command({ rulingId: RulingIdSchema }),
  'room.pin-message': command({
    messageId: MessageIdSchema,
    forMs: Type.Union([Type.Integer({ minimum: 1000, maximum: dayMs }), Type.Null()]),
  }),
  'room.unpin-message': command({ messageId: MessageIdSchema }),
  'room.set-rules': command({ changes: RuleChangesSchema }),
  'room.report-message': command({
    messageId: MessageIdSchema,
    reason: choice('spam', 'insult', 'hate', 'private-data', 'other'),
  }),
  'room.dismiss-reports': command({ messageId: MessageIdSchema }),
  'room.block-person': command({ personId: PersonIdSchema }),
  'room.unblock-person': command({ personId: PersonIdSchema }),
} as const;

/** What lives in a room without being recorded. */
export const presenceMethods = {
  /** One tap; everybody gets the sums each 250 ms as `room.reactions`. Result: `{}`. */
  'room.react': Type.Object(
    { showId: ShowIdSchema, reaction: choice(...reactions) },
    { additionalProperties: false },
  ),
  /** The crew's list of who is there, over all servers; result `{ count, people: PresentPerson[] }`, at most 500. */
  'room.list-present': Type.Object({ showId: ShowIdSchema }, { additionalProperties: false }),
} as const;
