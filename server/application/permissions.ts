import type { MethodName } from '#protocol/methods/methods.ts';

/** What a method needs; `authorise.ts` says who has it. */
export type Permission =
  /** Ending one's own: always. */
  | 'let-go'
  /** Administrators, and hosts whose session is not for one show. */
  | 'create'
  /** Knowing of the show: everyone once it is announced, the crew always. */
  | 'see'
  /** Keeping the room in order: moderators, who runs the show. */
  | 'moderate'
  /** Knowing who is there: the whole crew. */
  | 'know-audience'
  /** Running the show: its host, administrators. */
  | 'direct'
  /** Bringing a source: staff and above. */
  | 'contribute'
  /** Changing a source: its owner among the staff, or who runs the show. */
  | 'change-source'
  /** Sending into a source: its owner only, administrators included. */
  | 'feed-source'
  /** Receiving what is on air: everyone while the show is live or paused, the crew always. */
  | 'watch'
  /** Receiving a certain source: what is on air as in `watch`, any other the crew only. */
  | 'watch-source'
  /** `contribute` for sending, `watch` for receiving. */
  | 'open-transport';

/** The one table. A method without a row does not compile, and a test walks every row with every role. */
export const permissions: Readonly<Record<MethodName, Permission>> = {
  'show.create-show': 'create',
  'show.edit-show': 'direct',
  'show.schedule-show': 'direct',
  'show.start-rehearsal': 'direct',
  'show.finish-rehearsal': 'direct',
  'show.go-live': 'direct',
  'show.pause-show': 'direct',
  'show.resume-show': 'direct',
  'show.end-show': 'direct',
  'show.reopen-show': 'direct',
  'show.archive-show': 'direct',
  'show.add-source': 'contribute',
  'show.rename-source': 'change-source',
  'show.remove-source': 'change-source',
  'show.switch-programme': 'direct',
  'show.choose-microphone': 'direct',
  'room.send-message': 'see',
  'room.announce': 'moderate',
  'room.approve-message': 'moderate',
  'room.delete-message': 'moderate',
  'room.delete-messages-of': 'moderate',
  'room.restrict-person': 'moderate',
  'room.undo-ruling': 'moderate',
  'room.pin-message': 'moderate',
  'room.unpin-message': 'moderate',
  'room.set-rules': 'moderate',
  'room.report-message': 'see',
  'room.dismiss-reports': 'moderate',
  'room.block-person': 'see',
  'room.unblock-person': 'see',
  'room.react': 'see',
  'room.list-present': 'know-audience',
  'channel.subscribe': 'see',
  'channel.unsubscribe': 'let-go',
  'stage.observe': 'see',
  'stage.unobserve': 'let-go',
  'stage.capabilities': 'see',
  'stage.watch': 'watch',
  'stage.join': 'contribute',
  'stage.resume': 'watch',
  'stage.leave': 'let-go',
  'stage.create-transport': 'open-transport',
  'stage.connect-transport': 'watch',
  'stage.restart-ice': 'watch',
  'stage.produce': 'feed-source',
  'stage.set-producer': 'contribute',
  'stage.close-producer': 'let-go',
  'stage.consume': 'watch-source',
  'stage.set-consumer': 'watch',
  'stage.close-consumer': 'let-go',
};
