import { Download, Printer, TextSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { IconButton, Tooltip } from '../ui/index.ts';
import { WordFilterDialog } from './WordFilterDialog.tsx';

/** What one needs beside the queue: the words that hold questions, the sheet for the presenter, all of it as a file. */
export function DeskTools() {
  const { t } = useTranslation('desk');
  const { slug = '' } = useParams();
  const { room, state } = useControl(slug);
  const [filtering, setFiltering] = useState(false);
  const role = state?.me.role;
  const link =
    'grid size-9 place-items-center rounded-m text-ink-2 hover:bg-sunken hover:text-ink pointer-coarse:size-target [&_svg]:size-4.5';
  return (
    <div className="flex items-center">
      {role === 'moderator' || role === 'owner' ? (
        <IconButton
          label={t('filter.open')}
          icon={<TextSearch aria-hidden />}
          size="s"
          data-testid="word-filter"
          onClick={() => setFiltering(true)}
        />
      ) : null}
      <Tooltip label={t('export.print')}>
        <Link to={`/moderate/${slug}/print`} target="_blank" aria-label={t('export.print')} className={link}>
          <Printer aria-hidden />
        </Link>
      </Tooltip>
      <Tooltip label={t('export.csv')}>
        <a href={`/api/broadcasts/${slug}/questions.csv`} download aria-label={t('export.csv')} className={link}>
          <Download aria-hidden />
        </a>
      </Tooltip>
      {filtering ? <WordFilterDialog room={room} onClose={() => setFiltering(false)} /> : null}
    </div>
  );
}
