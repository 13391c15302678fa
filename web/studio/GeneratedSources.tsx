import {
  type BusState,
  COUNTDOWN_TITLE,
  type PublicBroadcast,
  type SlotRef,
  type SourceRef,
  sameSource,
} from '@antenne/server/contract';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, Select, TextField, timeIn, useLocale } from '../ui/index.ts';
import { type CountdownEnd, countdownUntil, MINUTES } from './countdown.ts';
import { Bars } from './HousePicture.tsx';
import { MediaRow } from './MediaRow.tsx';
import { tallyOf } from './tally.ts';

const PATTERN: SlotRef = { type: 'testPattern' };
/** White, greys, and what is keyed or held for a while. */
const SWATCHES = ['#ffffff', '#808080', '#1b1f27', '#0047bb', '#00b140', '#c8102e'];

/** Sources that the mixer makes by itself. */
export function GeneratedSources({
  bus,
  broadcast,
  clock,
  pending,
  adding,
  onPreview,
  onAdd,
  onTake,
}: {
  bus: BusState;
  broadcast: PublicBroadcast;
  clock: { now: () => number };
  pending: SourceRef | null;
  adding: boolean;
  onPreview: (source: SourceRef) => void;
  onAdd: (slot: SlotRef) => void;
  onTake: () => void;
}) {
  const { t } = useTranslation(['media', 'studio']);
  return (
    <section aria-label={t('house')} className="flex flex-col gap-3">
      <MediaRow
        testId="test-pattern"
        name={t('studio:source.testPattern')}
        tally={tallyOf(PATTERN, bus)}
        onWay={sameSource(PATTERN, pending)}
        picture={<Bars />}
        adding={adding}
        onPreview={() => onPreview(PATTERN)}
        onAdd={() => onAdd(PATTERN)}
        onTake={onTake}
      >
        {t('pattern.hint')}
      </MediaRow>
      <Colours
        bus={bus}
        accent={broadcast.accent}
        adding={adding}
        onPreview={onPreview}
        onAdd={onAdd}
        onTake={onTake}
      />
      <CountdownForm broadcast={broadcast} clock={clock} onPreview={onPreview} />
    </section>
  );
}

function Colours({
  bus,
  accent,
  adding,
  onPreview,
  onAdd,
  onTake,
}: {
  bus: BusState;
  accent: string;
  adding: boolean;
  onPreview: (source: SourceRef) => void;
  onAdd: (slot: SlotRef) => void;
  onTake: () => void;
}) {
  const { t } = useTranslation('media');
  const [own, setOwn] = useState('#7a2e8e');
  const swatches = [accent.toLowerCase(), ...SWATCHES, own];
  return (
    <fieldset className="grid grid-cols-[repeat(9,minmax(0,1fr))] items-center gap-1.5 max-lg:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
      <legend className="mb-1.5 font-semibold text-s">{t('colour.label')}</legend>
      {swatches.map((colour, index) => {
        const source: SlotRef = { type: 'colour', colour };
        const tally = tallyOf(source, bus);
        const adds = (event: MouseEvent) => adding || event.shiftKey;
        return (
          <button
            // The last one changes with the well beside it.
            key={index === swatches.length - 1 ? 'own' : colour}
            type="button"
            data-testid={`colour-${colour}`}
            data-tally={tally}
            aria-label={t('colour.use', { colour })}
            title={t('colour.use', { colour })}
            onClick={(event) => (adds(event) ? onAdd(source) : onPreview(source))}
            onDoubleClick={(event) => {
              if (!adds(event)) onTake();
            }}
            className={cx(
              'h-8 min-w-0 rounded-s border-2 max-lg:h-target',
              tally === 'onAir' ? 'border-onair' : tally === 'preview' ? 'border-preview' : 'border-line-strong',
            )}
            style={{ background: colour }}
          />
        );
      })}
      <input
        type="color"
        aria-label={t('colour.label')}
        value={own}
        onChange={(event) => setOwn(event.currentTarget.value)}
        className="h-8 w-full min-w-0 cursor-pointer rounded-s border border-line-strong bg-surface max-lg:h-target"
      />
    </fieldset>
  );
}

function CountdownForm({
  broadcast,
  clock,
  onPreview,
}: {
  broadcast: PublicBroadcast;
  clock: { now: () => number };
  onPreview: (source: SourceRef) => void;
}) {
  const { t } = useTranslation('media');
  const { locale } = useLocale();
  const [title, setTitle] = useState('');
  const [end, setEnd] = useState<CountdownEnd>({ type: 'in', minutes: 5 });
  const [time, setTime] = useState('');
  const chosen = end.type === 'in' ? String(end.minutes) : end.type;
  const choose = (value: string) => {
    if (value === 'planned') setEnd({ type: 'planned' });
    else if (value === 'at') setEnd({ type: 'at', time });
    else setEnd({ type: 'in', minutes: Number(value) });
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const until = countdownUntil(end, clock.now());
        if (until !== undefined) onPreview({ type: 'countdown', title: title.trim(), until });
      }}
    >
      <TextField
        label={t('countdown.title')}
        placeholder={t('countdown.placeholder')}
        maxLength={COUNTDOWN_TITLE}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Select
        label={t('countdown.to')}
        value={chosen}
        onValueChange={choose}
        options={[
          { value: 'planned', label: t('countdown.planned', { time: timeIn(broadcast.plannedStart, locale) }) },
          ...MINUTES.map((minutes) => ({ value: String(minutes), label: t('countdown.in', { count: minutes }) })),
          { value: 'at', label: t('countdown.at') },
        ]}
      />
      {end.type === 'at' ? (
        <TextField
          label={t('countdown.time')}
          type="time"
          required
          value={time}
          onChange={(event) => {
            setTime(event.currentTarget.value);
            setEnd({ type: 'at', time: event.currentTarget.value });
          }}
        />
      ) : null}
      <Button type="submit" data-testid="countdown-preview">
        {t('countdown.use')}
      </Button>
    </form>
  );
}
