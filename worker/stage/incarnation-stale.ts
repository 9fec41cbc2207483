/** A server acts on a placement that was replaced since; it must read the record again. */
export class IncarnationStale extends Error {
  override readonly name = 'IncarnationStale';
  readonly incarnation: number;

  constructor(incarnation: number) {
    super(`the stage lives in incarnation ${incarnation}`);
    this.incarnation = incarnation;
  }
}
