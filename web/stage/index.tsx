import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useStage } from '../realtime/index.ts';
import { ClosedPage, useDarkPage } from '../ui/index.ts';
import { StagePage } from './StagePage.tsx';

/** `/stage/:slug#token`: the stage clock. Without a token it is for who works the broadcast. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('stage');
  const token = useToken();
  const { clock, ...stage } = useStage(slug, token);
  useDarkPage();
  if (stage.link === 'refused') return <ClosedPage of="stage" refusal={stage.refusal} wasIn={stage.view !== null} />;
  if (!stage.view) {
    return (
      <p role="status" className="grid h-dvh place-content-center bg-black text-ink-2 text-title">
        {t('loading')}
      </p>
    );
  }
  return <StagePage stage={stage} view={stage.view} clock={clock} />;
}

/** What stands behind the `#`; pasting another link into the open page counts too. */
function useToken(): string | null {
  const [token, setToken] = useState(() => location.hash.slice(1) || null);
  useEffect(() => {
    const changed = () => setToken(location.hash.slice(1) || null);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return token;
}
