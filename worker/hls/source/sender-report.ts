/** At this time of this machine's clock (ms, any beginning) stood this RTP timestamp. */
export interface RtpMoment {
  readonly rtpTimestamp: number;
  readonly atMs: number;
}

const senderReportType = 200;
const sizeBytes = 28;

/** An RTCP sender report without reception reports (RFC 3550, 6.4.1). */
export function senderReport(ssrc: number, { rtpTimestamp, atMs }: RtpMoment): Buffer {
  const report = Buffer.alloc(sizeBytes);
  report.writeUInt8(0x80, 0);
  report.writeUInt8(senderReportType, 1);
  report.writeUInt16BE(sizeBytes / 4 - 1, 2);
  report.writeUInt32BE(ssrc >>> 0, 4);
  const seconds = Math.floor(atMs / 1000);
  report.writeUInt32BE(seconds >>> 0, 8);
  report.writeUInt32BE(Math.floor((atMs / 1000 - seconds) * 2 ** 32) >>> 0, 12);
  report.writeUInt32BE(rtpTimestamp >>> 0, 16);
  return report;
}
