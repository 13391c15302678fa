import { Locale } from '@antenne/server/contract';
import { Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button.tsx';
import { cx } from './classes.ts';
import { useLocale } from './locale.ts';
import { useTheme, useThemeChoice } from './theme.ts';

/** FR | EN | ES. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const { locale } = useLocale();
  return (
    <fieldset className="flex items-center">
      <legend className="sr-only">{t('language')}</legend>
      {Locale.options.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={locale === language}
          aria-label={`${language.toUpperCase()} · ${t(`languages.${language}`)}`}
          onClick={() => void i18n.changeLanguage(language)}
          className={cx(
            'min-h-target min-w-10 rounded-m px-1.5 text-s tracking-wide transition-colors hover:text-ink',
            locale === language
              ? 'font-bold text-ink underline decoration-2 underline-offset-6'
              : 'font-medium text-ink-3',
          )}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}

/** Light or dark. Choosing what the system has anyway follows the system again. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const theme = useTheme();
  const [, choose] = useThemeChoice();
  const next = theme === 'dark' ? 'light' : 'dark';
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  return (
    <IconButton
      label={t(`toTheme.${next}`)}
      icon={theme === 'dark' ? <Sun aria-hidden /> : <Moon aria-hidden />}
      onClick={() => choose(next === system ? 'system' : next)}
    />
  );
}
