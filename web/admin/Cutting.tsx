import type { CutsProblem, OwnerReplay, Passage, ReplayCuts } from '@antenne/server/contract';
import { ArrowLeftToLine, ArrowRightToLine, RotateCcw, Scissors, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerHands } from '../player/index.ts';
import { Button, Card, onDemand, TextField } from '../ui/index.ts';
import { type CutStep, cutBy, instantAt, sinceBegin } from './cutting.ts';

const Player = onDemand(async () => (await import('../player/index.ts')).Player);

type Fields = { from: string; until: string };
const EMPTY: Fields = { from: '', until: '' };

/**
 * The cutting room: all of the recording, and what of it the replay shows. Each step is kept at once, and can be taken
 * back: one by one by `onUndo`, or by restoring what stands in the list.
 */
export function Cutting({
  title,
  replay,
  onCut,
  onUndo,
  busy,
}: {
  title: string;
  replay: OwnerReplay;
  onCut: (cuts: ReplayCuts) => void;
  /** Null: there is nothing to take back. */
  onUndo: (() => void) | null;
  busy: boolean;
}) {
  const { t } = useTranslation('admin');
  const { broadcast, cuts } = replay;
  const [player, setPlayer] = useState<PlayerHands | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [fields, setFields] = useState(EMPTY);
  const [problem, setProblem] = useState<CutsProblem | 'unreadable' | null>(null);
  const shown = at === null ? null : sinceBegin(at, broadcast);

  const cut = (step: CutStep): void => {
    const next = cutBy(step, replay);
    setProblem(typeof next === 'string' ? next : null);
    if (typeof next === 'string') return;
    if (step.type === 'remove') setFields(EMPTY);
    onCut(next);
  };
  const here = (type: 'start' | 'end'): void => {
    const now = player?.shownAt() ?? null;
    if (now !== null) cut({ type, at: new Date(now).toISOString() });
  };
  const remove = (): void => {
    const [from, until] = [instantAt(fields.from, broadcast), instantAt(fields.until, broadcast)];
    if (from && until) cut({ type: 'remove', passage: { from, until } });
    else setProblem('unreadable');
  };
  const edge = (which: 'from' | 'until') => (
    <div className="flex items-end gap-2">
      <div className="w-28">
        <TextField
          label={t(`replay.${which}`)}
          placeholder="0:00:00"
          inputMode="numeric"
          autoComplete="off"
          data-testid={`cut-${which}`}
          value={fields[which]}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, [which]: value })}
        />
      </div>
      <Button
        disabled={shown === null}
        aria-label={t(`replay.${which}Here`)}
        onClick={() => setFields({ ...fields, [which]: shown ?? '' })}
      >
        {t('replay.here')}
      </Button>
    </div>
  );

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div>
        <div className="aspect-video overflow-hidden bg-black lg:rounded-l">
          <Player
            src={replay.uncutUrl}
            title={title}
            pageKeys
            hands={setPlayer}
            onState={() => setAt(wholeSecond(player?.shownAt() ?? null))}
          />
        </div>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          <p className="mr-2 font-semibold text-l tabular-nums" data-testid="cut-shown">
            {shown ?? '–'}
          </p>
          <Button
            icon={<ArrowRightToLine aria-hidden className="size-4.5" />}
            disabled={shown === null || busy}
            data-testid="cut-start"
            onClick={() => here('start')}
          >
            {t('replay.startHere')}
          </Button>
          <Button
            icon={<ArrowLeftToLine aria-hidden className="size-4.5" />}
            disabled={shown === null || busy}
            data-testid="cut-end"
            onClick={() => here('end')}
          >
            {t('replay.endHere')}
          </Button>
        </div>
        <form
          className="mt-4 flex flex-wrap items-end gap-x-4 gap-y-3"
          onSubmit={(event) => {
            event.preventDefault();
            remove();
          }}
        >
          {edge('from')}
          {edge('until')}
          <Button
            type="submit"
            icon={<Scissors aria-hidden className="size-4.5" />}
            disabled={busy}
            data-testid="cut-remove"
          >
            {t('replay.remove')}
          </Button>
        </form>
        {problem ? (
          <p role="alert" className="mt-3 rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-s text-warn-text">
            {t(`replay.problem.${problem}`)}
          </p>
        ) : null}
        <p className="mt-3 text-ink-3 text-s">{t('replay.exactness')}</p>
      </div>
      <Card className="p-5">
        <div className="flex min-h-9 items-center justify-between gap-3">
          <h2 className="text-m">{t('replay.cuts')}</h2>
          <Button
            size="s"
            variant="quiet"
            icon={<Undo2 aria-hidden className="size-4" />}
            disabled={onUndo === null || busy}
            data-testid="cut-undo"
            onClick={() => onUndo?.()}
          >
            {t('replay.undo')}
          </Button>
        </div>
        {cuts.start === null && cuts.end === null && cuts.removed.length === 0 ? (
          <p className="mt-2 text-ink-2 text-s">{t('replay.uncut')}</p>
        ) : null}
        <ul className="mt-2 divide-y divide-line">
          {cuts.start === null ? null : (
            <Cut
              text={t('replay.startsAt', { at: sinceBegin(Date.parse(cuts.start), broadcast) })}
              onRestore={() => cut({ type: 'start', at: null })}
            />
          )}
          {cuts.removed.map((passage) => (
            <Cut
              key={passage.from}
              text={t('replay.removed', spokenOf(passage, broadcast))}
              onRestore={() => cut({ type: 'restore', passage })}
            />
          ))}
          {cuts.end === null ? null : (
            <Cut
              text={t('replay.endsAt', { at: sinceBegin(Date.parse(cuts.end), broadcast) })}
              onRestore={() => cut({ type: 'end', at: null })}
            />
          )}
        </ul>
      </Card>
    </div>
  );
}

/** The player tells ten times a second where it is; the page needs one of them. */
function wholeSecond(at: number | null): number | null {
  return at === null ? null : Math.floor(at / 1000) * 1000;
}

function spokenOf({ from, until }: Passage, broadcast: Passage): Fields {
  return { from: sinceBegin(Date.parse(from), broadcast), until: sinceBegin(Date.parse(until), broadcast) };
}

function Cut({ text, onRestore }: { text: string; onRestore: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <li className="flex items-center justify-between gap-3 py-2" data-testid="cut">
      <span className="tabular-nums">{text}</span>
      <Button
        size="s"
        variant="quiet"
        icon={<RotateCcw aria-hidden className="size-4" />}
        aria-label={t('replay.restoreOf', { cut: text })}
        onClick={onRestore}
      >
        {t('replay.restore')}
      </Button>
    </li>
  );
}
