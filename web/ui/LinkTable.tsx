import type { LinkQuality, ReceivedQuality } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { useLocale } from './locale.ts';

/** The numbers of a contributor's link, both ways: for those who want to see behind the colour. */
export function LinkTable({
  quality,
  received,
  picture,
}: {
  quality: LinkQuality | null;
  received: ReceivedQuality | null;
  /** Of what they send, in pixels. */
  picture: { width: number; height: number } | null;
}) {
  const { t } = useTranslation('link');
  const { locale } = useLocale();
  const none = t('unknown');
  const ms = (value: number | null | undefined) =>
    value === null || value === undefined ? none : t('ms', { value: Math.round(value).toLocaleString(locale) });
  const share = (value: number | undefined) =>
    value === undefined ? none : value.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 });
  const rate = (value: number | undefined) =>
    value === undefined
      ? none
      : t('mbits', { value: (value / 1e6).toLocaleString(locale, { maximumFractionDigits: 2 }) });
  const size = (pixels: { width: number; height: number } | null | undefined) =>
    pixels && pixels.width > 0 ? `${pixels.width}×${pixels.height}` : none;
  const layers = quality?.layers ? t('layersOf', quality.layers) : none;
  const rows: [string, string, string][] = [
    [t('roundTrip'), ms(quality?.roundTripMs), ms(received?.roundTripMs)],
    [t('loss'), share(quality?.loss), share(received?.loss)],
    [t('jitter'), ms(quality?.jitterMs), ms(received?.jitterMs)],
    [t('bitrate'), rate(quality?.bitrate), rate(received?.bitrate)],
    [t('layers'), layers, quality?.returns ? t(`returns.${quality.returns}`) : none],
    [t('picture'), size(picture), size(received?.picture)],
  ];
  return (
    <table className="w-full text-left text-s tabular-nums">
      <thead>
        <tr className="text-ink-2">
          <td />
          <th scope="col" className="py-0.5 pr-3 font-semibold">
            {t('up')}
          </th>
          <th scope="col" className="py-0.5 font-semibold">
            {t('down')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, up, down]) => (
          <tr key={name}>
            <th scope="row" className="py-0.5 pr-3 font-normal text-ink-2">
              {name}
            </th>
            <td className="py-0.5 pr-3">{up}</td>
            <td className="py-0.5">{down}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
