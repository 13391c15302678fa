/** H.264 from Annex B (start codes), as it comes out of RTP, to what Matroska wants (ISO/IEC 14496-15). */

const SPS = 7;
const PPS = 8;

/** The NAL units of a picture in Annex B form; views into it. */
export function nalUnits(picture: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = -1;
  for (let at = picture.indexOf(START); at >= 0; at = picture.indexOf(START, at + START.length)) {
    if (start >= 0) units.push(withoutTrailingZeros(picture.subarray(start, at)));
    start = at + START.length;
  }
  if (start >= 0) units.push(picture.subarray(start));
  return units.filter(({ length }) => length > 0);
}
const START = Buffer.from([0, 0, 1]);

/** A four-byte start code leaves a zero behind the unit before it. */
function withoutTrailingZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

/** Each NAL unit behind its length in four bytes. */
export function lengthPrefixed(picture: Buffer): Buffer {
  return Buffer.concat(
    nalUnits(picture).flatMap((unit) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(unit.length);
      return [length, unit];
    }),
  );
}

/** The AVCDecoderConfigurationRecord of a key frame that carries its parameter sets. @throws RangeError without them */
export function avcConfiguration(keyFrame: Buffer): Buffer {
  const units = nalUnits(keyFrame);
  const sps = units.find((unit) => typeOf(unit) === SPS);
  const pps = units.find((unit) => typeOf(unit) === PPS);
  if (!sps || !pps || sps.length < 4) throw new RangeError('an H.264 key frame without parameter sets');
  const head = Buffer.from([1, sps.readUInt8(1), sps.readUInt8(2), sps.readUInt8(3), 0xff, 0xe1]);
  return Buffer.concat([head, sized(sps), Buffer.from([1]), sized(pps)]);
}

function typeOf(unit: Buffer): number {
  return unit.readUInt8(0) & 0x1f;
}

function sized(unit: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(unit.length);
  return Buffer.concat([length, unit]);
}
