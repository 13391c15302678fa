import { Trash2, UserPlus } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton, Select, TextField, uuid } from '../ui/index.ts';
import { type GuestDraft, MOST_GUESTS, type Problems, zonesWith } from './draft.ts';

/** The far ends of the duplexes, a group of fields each. `zone`: what a new one begins with. */
export function GuestRows({
  guests,
  zone,
  problems,
  onChange,
}: {
  guests: readonly GuestDraft[];
  zone: string;
  problems: Problems['guests'];
  onChange: (guests: readonly GuestDraft[]) => void;
}) {
  const { t } = useTranslation('admin');
  const zones = useMemo(
    () => zonesWith(zone, Intl.supportedValuesOf('timeZone')).map((value) => ({ value, label: value })),
    [zone],
  );
  const list = useRef<HTMLUListElement>(null);
  const added = useRef(false);
  useEffect(() => {
    if (!added.current || guests.length === 0) return;
    added.current = false;
    list.current?.lastElementChild?.querySelector('input')?.focus();
  }, [guests.length]);
  const set = (key: string, change: Partial<GuestDraft>) =>
    onChange(guests.map((guest) => (guest.key === key ? { ...guest, ...change } : guest)));
  return (
    <section aria-label={t('create.guests')} className="flex flex-col gap-3">
      <div className="text-s">
        <h3 className="font-semibold">{t('create.guests')}</h3>
        <p className="text-ink-3">{t('create.guestsHint')}</p>
      </div>
      <ul ref={list} className="flex flex-col gap-3 empty:hidden">
        {guests.map((guest, index) => {
          const problem = problems[guest.key];
          const number = index + 1;
          return (
            <li key={guest.key} className="rounded-m border border-line p-3 sm:p-4">
              <fieldset className="flex min-w-0 flex-col gap-3">
                <legend className="sr-only">{t('create.guest', { number })}</legend>
                <div className="-my-1 flex items-center justify-between">
                  <p aria-hidden className="font-semibold text-ink-2 text-s">
                    {t('create.guest', { number })}
                  </p>
                  <IconButton
                    size="s"
                    label={t('create.removeGuest', { number })}
                    icon={<Trash2 aria-hidden />}
                    onClick={() => onChange(guests.filter(({ key }) => key !== guest.key))}
                  />
                </div>
                <div className="grid items-start gap-3 sm:grid-cols-2">
                  <TextField
                    label={t('create.name')}
                    value={guest.name}
                    maxLength={60}
                    autoComplete="off"
                    error={problem?.name ? t(`create.problem.${problem.name}`) : null}
                    onChange={(event) => set(guest.key, { name: event.currentTarget.value })}
                  />
                  <TextField
                    label={t('create.place')}
                    placeholder={t('create.placeHint')}
                    value={guest.place}
                    maxLength={80}
                    autoComplete="off"
                    error={problem?.place ? t(`create.problem.${problem.place}`) : null}
                    onChange={(event) => set(guest.key, { place: event.currentTarget.value })}
                  />
                </div>
                <Select
                  label={t('create.guestZone')}
                  value={guest.zone}
                  onValueChange={(value) => set(guest.key, { zone: value })}
                  options={zones}
                />
              </fieldset>
            </li>
          );
        })}
      </ul>
      {guests.length < MOST_GUESTS ? (
        <Button
          size="s"
          className="self-start"
          data-testid="add-guest"
          icon={<UserPlus aria-hidden className="size-4" />}
          onClick={() => {
            added.current = true;
            onChange([...guests, { key: uuid(), name: '', place: '', zone }]);
          }}
        >
          {t('create.addGuest')}
        </Button>
      ) : null}
    </section>
  );
}
