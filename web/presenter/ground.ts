import { useState } from 'react';
import { type Theme, usePageTheme } from '../ui/index.ts';

const KEY = 'antenne:presenter-ground';

function stored(): Theme {
  // Storage can be refused (private windows, policies).
  try {
    return localStorage.getItem(KEY) === 'light' ? 'light' : 'dark';
  } catch {
    return 'dark';
  }
}

/** White on black, or black on white where the light is bright; kept on this device. */
export function useGround(): [Theme, () => void] {
  const [ground, setGround] = useState(stored);
  usePageTheme(ground);
  const turn = () => {
    const next = ground === 'dark' ? 'light' : 'dark';
    setGround(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Kept for this visit only.
    }
  };
  return [ground, turn];
}
