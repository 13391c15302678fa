/** Encoded pictures to RTP payloads: VP8 after RFC 7741, H.264 after RFC 6184 (packetization mode 1). */

/** Bytes of payload in one packet; with headers it stays well under a usual MTU. */
const PAYLOAD_MOST = 1180;

export function packetizePicture(codec: 'vp8' | 'h264', picture: Buffer): Buffer[] {
  return codec === 'vp8' ? packetizeVp8(picture) : packetizeH264(picture);
}

/** The shortest descriptor: only the bit that marks a frame's first packet. Nobody here reorders whole frames. */
function packetizeVp8(frame: Buffer): Buffer[] {
  return slices(frame, PAYLOAD_MOST - 1).map((slice, index) =>
    Buffer.concat([Buffer.from([index === 0 ? 0x10 : 0x00]), slice]),
  );
}

function packetizeH264(accessUnit: Buffer): Buffer[] {
  return nalUnits(accessUnit).flatMap((nal) => {
    if (nal.length <= PAYLOAD_MOST) return [nal];
    const header = nal.readUInt8(0);
    const parts = slices(nal.subarray(1), PAYLOAD_MOST - 2);
    return parts.map((part, index) => {
      const first = index === 0 ? 0x80 : 0;
      const last = index === parts.length - 1 ? 0x40 : 0;
      // FU-A: importance from the unit, type 28; then the flags and the unit's own type.
      return Buffer.concat([Buffer.from([(header & 0xe0) | 28, first | last | (header & 0x1f)]), part]);
    });
  });
}

/** The units of an Annex B access unit, start codes removed. */
export function nalUnits(accessUnit: Buffer): Buffer[] {
  const starts: { code: number; unit: number }[] = [];
  for (let at = accessUnit.indexOf('000001', 0, 'hex'); at >= 0; at = accessUnit.indexOf('000001', at + 3, 'hex')) {
    starts.push({ code: at > 0 && accessUnit[at - 1] === 0 ? at - 1 : at, unit: at + 3 });
  }
  return starts.map(({ unit }, index) => accessUnit.subarray(unit, starts[index + 1]?.code ?? accessUnit.length));
}

function slices(bytes: Buffer, most: number): Buffer[] {
  // Equal parts instead of a small rest: a lost packet costs the same wherever it falls.
  const count = Math.ceil(bytes.length / most);
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
