import 'react';

declare module 'react' {
  /** Custom properties may be set inline: a broadcast's accent on its own card. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
