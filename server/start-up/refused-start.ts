/** The server cannot serve as it is set up; the message says what to do, and repeats no secret. */
export class RefusedStart extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RefusedStart';
  }
}
