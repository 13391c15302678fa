import { encode } from 'uqr';

/** Modules of quiet around the code, that readers expect (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code as a drawing of its own, black on white, whatever it stands on. */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const whole = size + 2 * QUIET;
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])))
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" width="1024" height="1024">`,
    `<path fill="#fff" d="M0 0h${whole}v${whole}H0z"/>`,
    `<path fill="#000" shape-rendering="crispEdges" d="${path}"/></svg>`,
  ].join('');
}

/** The drawing as an address of its own: for an image, and to be saved. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
