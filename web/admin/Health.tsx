import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';
import { api } from './api.ts';

/** What is up and what is not, in a line. */
export function Health() {
  const { t } = useTranslation('admin');
  const { data, isPending } = useQuery({ queryKey: ['ready'], queryFn: api.readiness, refetchInterval: 5_000 });
  if (isPending) return null;
  const parts = [
    { name: 'server', up: data != null },
    { name: 'database', up: data?.database ?? false },
    { name: 'media', up: data?.media ?? false },
  ];
  return (
    <ul aria-label={t('health.title')} className="flex flex-wrap gap-2">
      {parts.map(({ name, up }) => (
        <li
          key={name}
          className={cx(
            'flex items-center gap-2 rounded-full px-3 py-1 font-medium text-s',
            up ? 'bg-sunken text-ink-2' : 'bg-warn-soft text-warn-text',
          )}
        >
          <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 fill-none stroke-2 stroke-current">
            {up ? <path d="m2 6.5 2.8 2.8L10 3.5" /> : <path d="M6 1.5v5.2M6 9v1.6" />}
          </svg>
          {t(`health.${name}`)} · {t(up ? 'health.up' : 'health.down')}
        </li>
      ))}
    </ul>
  );
}
