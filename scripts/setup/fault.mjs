/** Something the set-up could not get, and the exact command that would get it. */
export class Fault extends Error {
  /**
   * @param {string} message What is missing and why.
   * @param {string} remedy One command line (or one short instruction) that mends it.
   * @param {ErrorOptions} [options]
   */
  constructor(message, remedy, options) {
    super(message, options);
    this.name = 'Fault';
    this.remedy = remedy;
  }
}
