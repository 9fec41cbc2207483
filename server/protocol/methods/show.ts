import { Type, type TProperties } from 'typebox';
import { CommandIdSchema, MediaIdSchema, ShowIdSchema, SourceIdSchema } from '../ids.ts';

const titleSchema = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '\\S',
  description: 'Any script; at least one visible character.',
});
const descriptionSchema = Type.String({ maxLength: 2000 });
const labelSchema = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

const SlateSchema = Type.Union([
  Type.Object({ kind: Type.Literal('standard') }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('picture'), mediaId: MediaIdSchema }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('clip'), mediaId: MediaIdSchema }, { additionalProperties: false }),
]);

/** Parameters common to every show command. */
const onShow = { commandId: CommandIdSchema, showId: ShowIdSchema };
const command = <Fields extends TProperties>(fields: Fields) =>
  Type.Object({ ...onShow, ...fields }, { additionalProperties: false });

/** Show commands by wire name; the name after the dot is the domain's command type. Result of each: `{ version }`. */
export const showMethods = {
  'show.create-show': command({ title: titleSchema, description: descriptionSchema }),
  'show.edit-show': command({ title: titleSchema, description: descriptionSchema }),
  'show.schedule-show': command({
    startsAtMs: Type.Integer({ minimum: 0, description: 'ms since the epoch' }),
  }),
  'show.start-rehearsal': command({}),
  'show.finish-rehearsal': command({}),
  'show.go-live': command({}),
  'show.pause-show': command({ slate: SlateSchema }),
  'show.resume-show': command({}),
  'show.end-show': command({}),
  'show.reopen-show': command({}),
  'show.archive-show': command({}),
  'show.add-source': command({
    sourceId: SourceIdSchema,
    label: labelSchema,
    kind: Type.Union([
      Type.Literal('camera'),
      Type.Literal('phone'),
      Type.Literal('screen'),
      Type.Literal('clip'),
    ]),
    hasVideo: Type.Boolean(),
    hasAudio: Type.Boolean(),
  }),
  'show.rename-source': command({ sourceId: SourceIdSchema, label: labelSchema }),
  'show.remove-source': command({ sourceId: SourceIdSchema }),
  'show.switch-programme': command({ sourceId: SourceIdSchema }),
  'show.choose-microphone': command({ sourceId: SourceIdSchema }),
} as const;
