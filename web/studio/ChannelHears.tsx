import type { ChannelSound, Hears } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';

/** Somebody who can be heard. */
export type Voice = { id: string; name: string };

/** What a contributor hears in their own ear: the programme without themselves, and others also while they are off the air. */
export function ChannelHears({
  name,
  hears,
  others,
  onSet,
}: {
  name: string;
  hears: Hears;
  others: readonly Voice[];
  onSet: (sound: Partial<ChannelSound>) => Promise<unknown>;
}) {
  const { t } = useTranslation('studio');
  // Who has left the broadcast since is not asked for again.
  const heard = hears.others.filter((id) => others.some((other) => other.id === id));
  const say = (change: Partial<Hears>) => void onSet({ hears: { program: hears.program, others: heard, ...change } });
  return (
    <fieldset data-testid="channel-hears" className="col-span-2 min-w-0 border-line border-t pt-1">
      <legend className="pr-2 text-ink-2">{t('sound.hears.title', { name })}</legend>
      <Choice
        testId="hears-program"
        label={t('sound.hears.program')}
        checked={hears.program}
        onChange={(program) => say({ program })}
      />
      {others.length > 0 ? (
        <div className="mt-1 grid grid-cols-2 gap-x-3">
          {others.map((other) => (
            <Choice
              key={other.id}
              testId="hears-other"
              label={other.name}
              checked={heard.includes(other.id)}
              onChange={(on) => say({ others: on ? [...heard, other.id] : heard.filter((id) => id !== other.id) })}
            />
          ))}
        </div>
      ) : null}
      <p className="mt-1 text-ink-2">{t('sound.hears.hint')}</p>
    </fieldset>
  );
}

function Choice({
  testId,
  label,
  checked,
  onChange,
}: {
  testId: string;
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex min-h-8 min-w-0 items-center gap-2 pointer-coarse:min-h-target">
      <input
        type="checkbox"
        data-testid={testId}
        className="size-4.5 shrink-0 accent-(--accent)"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="truncate">{label}</span>
    </label>
  );
}
