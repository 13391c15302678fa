import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { LanguageSwitch, Logo, ThemeSwitch } from '../ui/index.ts';

/** The owner's pages: data layer, header, width. `aside`: at the right of the header. */
export function Frame({ aside, children }: { aside?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-page px-4 pb-16 lg:px-8">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3 lg:py-4">
        <Link to="/" className="flex rounded-s">
          <Logo />
        </Link>
        <div className="flex-1" />
        {aside}
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      {children}
    </div>
  );
}

export function Data({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
