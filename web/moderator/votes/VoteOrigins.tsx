import type { CommandOutput, controlCommands, VoteJudgement, VoteOrigin } from '@antenne/server/contract';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, timeIn, useLocale, WarnMark } from '../../ui/index.ts';
import { lasted, weigh } from './origins.ts';

export type VoteFacts = CommandOutput<typeof controlCommands, 'votes:origins'>;

/** Takes an address's votes out of the count (`out`), or gives them back. */
type Judge = (origin: VoteOrigin, out: boolean) => Promise<void>;

/** What is known of a question's votes. */
export function VoteOrigins({
  facts: { origins, judgements },
  total,
  busy,
  onJudge,
}: {
  facts: VoteFacts;
  /** What the question counts now. */
  total: number;
  busy: boolean;
  onJudge: Judge;
}) {
  const { t } = useTranslation('votes');
  const { conspicuous, several, single } = weigh(origins);
  const rows = (some: readonly VoteOrigin[]) =>
    some.map((origin) => <OriginRow key={origin.origin} origin={origin} total={total} busy={busy} onJudge={onJudge} />);
  return (
    <div className="flex flex-col gap-4 text-s">
      <p>
        {t('total', { count: total })} {t('why')}
      </p>
      {conspicuous.length > 0 ? (
        <ul className="flex flex-col gap-2">{rows(conspicuous)}</ul>
      ) : (
        <p className="text-ink-2">{t('nothing')}</p>
      )}
      {several.length > 0 ? (
        <details>
          <summary className="min-h-9 cursor-pointer py-2 font-semibold pointer-coarse:min-h-target">
            {t('several', { count: several.length })}
          </summary>
          <ul className="flex flex-col gap-2 pt-1">{rows(several)}</ul>
        </details>
      ) : null}
      {single > 0 ? <p className="text-ink-2">{t('single', { count: single })}</p> : null}
      <Judgements judgements={judgements} />
    </div>
  );
}

/** One address: how many votes in what time, and what can be done about them; taking them out asks once more. */
function OriginRow({
  origin,
  total,
  busy,
  onJudge,
}: {
  origin: VoteOrigin;
  total: number;
  busy: boolean;
  onJudge: Judge;
}) {
  const { t } = useTranslation('votes');
  const { locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const answer = useRef<HTMLFieldSetElement>(null);
  const askId = useId();
  const { votes, voided, firstAt } = origin;
  const { unit, count } = lasted(origin);
  useEffect(() => {
    if (asking) answer.current?.focus();
  }, [asking]);
  const leave = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <li data-testid="vote-origin" className="flex flex-col gap-2 rounded-m border border-line p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <p className="font-semibold">{t('from', { count: votes + voided })}</p>
          <p className="text-ink-2 tabular-nums">{t(`lasted.${unit}`, { count, time: timeIn(firstAt, locale) })}</p>
          {voided > 0 ? (
            <p className="mt-1">
              <Badge>{t('voided', { count: voided })}</Badge>
            </p>
          ) : null}
        </div>
        {voided > 0 ? (
          <Button size="s" busy={busy} onClick={() => void onJudge(origin, false)} data-testid="restore-votes">
            {t('restore')}
          </Button>
        ) : null}
        {votes > 0 ? (
          <Button
            ref={opener}
            size="s"
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
            data-testid="void-votes"
          >
            {t('void')}
          </Button>
        ) : null}
      </div>
      {asking && votes > 0 ? (
        <fieldset
          ref={answer}
          tabIndex={-1}
          aria-labelledby={askId}
          className="flex flex-col gap-2 rounded-s bg-warn-soft p-3 text-warn-text outline-none"
        >
          <p id={askId} className="flex gap-2 font-medium">
            <WarnMark />
            <span>
              {t('ask', { count: votes })} {t('askTotal', { count: total })}
            </span>
          </p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button size="s" onClick={leave}>
              {t('keep')}
            </Button>
            <Button
              size="s"
              variant="primary"
              busy={busy}
              data-testid="void-confirm"
              onClick={() => void onJudge(origin, true).then(() => setAsking(false))}
            >
              {t('confirm', { count: votes })}
            </Button>
          </div>
        </fieldset>
      ) : null}
    </li>
  );
}

/** Who judged what, newest first. */
function Judgements({ judgements }: { judgements: readonly VoteJudgement[] }) {
  const { t } = useTranslation('votes');
  const { locale } = useLocale();
  if (judgements.length === 0) return null;
  return (
    <section aria-label={t('journal')}>
      <h3 className="mb-1 text-s">{t('journal')}</h3>
      <ol tabIndex={0} className="max-h-36 overflow-y-auto text-ink-2" data-testid="vote-judgements">
        {judgements.map(({ id, at, by, what, votes }) => (
          <li key={id} className="flex gap-2 py-0.5">
            <time dateTime={at} className="shrink-0 text-ink-3 tabular-nums">
              {timeIn(at, locale)}
            </time>
            <span className="min-w-0">
              {what === 'burst' ? null : (
                <>
                  <bdi className="font-semibold text-ink">{by}</bdi>{' '}
                </>
              )}
              {votes === null ? t(`judged.${what}`) : t(`judgedVotes.${what}`, { count: votes })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
