import { Captions as CaptionsIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../ui/index.ts';
import { Setting } from './Setting.tsx';
import type { CaptionControl } from './use-captions.ts';

/**
 * The words over the picture. At its top: titles, questions and the ticker are at the bottom, in pictures of an hour ago
 * and in other sites' frames as well.
 */
export function CaptionLines({ captions: { language, lines } }: { captions: CaptionControl }) {
  if (language === null || lines.length === 0) return null;
  return (
    <div className="antenne-player-words">
      <div data-testid="player-captions" lang={language} dir="auto">
        {lines.map(({ id, text }) => (
          <p key={id}>
            <span>{text}</span>
          </p>
        ))}
      </div>
    </div>
  );
}

/** Only where there are any. */
export function CaptionsButton({ captions: { languages, language, toggle } }: { captions: CaptionControl }) {
  const { t } = useTranslation('player');
  if (languages.length === 0) return null;
  return (
    <button
      type="button"
      className="antenne-player-button antenne-player-captions"
      data-testid="player-captions-button"
      aria-pressed={language !== null}
      aria-label={t('captions.label')}
      title={t('captions.label')}
      onClick={toggle}
    >
      <CaptionsIcon aria-hidden />
    </button>
  );
}

export function CaptionsSetting({ captions: { languages, language, choose } }: { captions: CaptionControl }) {
  const { t, i18n } = useTranslation('player');
  if (languages.length === 0) return null;
  return (
    <Setting label={t('captions.label')}>
      <select
        data-testid="player-captions-language"
        value={language ?? ''}
        onChange={({ currentTarget: { value } }) => choose(value === '' ? null : value)}
      >
        <option value="">{t('captions.off')}</option>
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag, i18n.resolvedLanguage)}
          </option>
        ))}
      </select>
    </Setting>
  );
}
