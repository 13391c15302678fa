import { describe, expect, it } from 'vitest';
import { clockText, dayIn, daysApart, elapsedText, timeIn, timeLeft } from './time.ts';

const MINUTE = 60_000;

describe('clockText', () => {
  it('shows hours only when there are some', () => {
    expect(clockText(0)).toBe('0:00');
    expect(clockText(65_999)).toBe('1:05');
    expect(clockText(3_600_000 + 12 * MINUTE + 33_000)).toBe('1:12:33');
  });

  it('writes a true minus sign, and none before zero', () => {
    expect(clockText(-45_000)).toBe('−0:45');
    expect(clockText(-400)).toBe('0:00');
  });
});

describe('elapsedText', () => {
  it('counts minutes, then hours with two-digit minutes', () => {
    expect(elapsedText(48 * MINUTE)).toBe('48 min');
    expect(elapsedText(62 * MINUTE)).toBe('1 h 02');
  });

  it('is never negative, even when a clock runs behind', () => {
    expect(elapsedText(-5 * MINUTE)).toBe('0 min');
  });
});

describe('timeIn', () => {
  it('reads the same instant differently in each zone', () => {
    const instant = '2026-05-09T12:30:00.000Z';
    expect(timeIn(instant, 'fr', 'Europe/Paris')).toBe('14:30');
    expect(timeIn(instant, 'fr', 'America/Guayaquil')).toBe('07:30');
    expect(timeIn(instant, 'fr', 'Asia/Kolkata')).toBe('18:00');
  });

  it('writes midnight as 00:00, in every language', () => {
    for (const locale of ['fr', 'en', 'es'])
      expect(timeIn('2026-05-09T22:00:00Z', locale, 'Europe/Paris')).toBe('00:00');
  });

  it('follows daylight saving: the hour that is skipped, and the one that comes twice', () => {
    expect(timeIn('2026-03-29T00:59:00Z', 'fr', 'Europe/Paris')).toBe('01:59');
    expect(timeIn('2026-03-29T01:00:00Z', 'fr', 'Europe/Paris')).toBe('03:00');
    expect(timeIn('2026-10-25T00:30:00Z', 'fr', 'Europe/Paris')).toBe('02:30');
    expect(timeIn('2026-10-25T01:30:00Z', 'fr', 'Europe/Paris')).toBe('02:30');
  });
});

describe('days', () => {
  it('sees one instant on different days in different places', () => {
    const instant = '2026-05-09T15:00:00Z';
    expect(daysApart(instant, instant, 'Europe/Paris', 'Australia/Sydney')).toBe(1);
    expect(daysApart('2026-05-10T01:00:00Z', '2026-05-10T01:00:00Z', 'Europe/Paris', 'America/Guayaquil')).toBe(-1);
    expect(daysApart(instant, instant, 'Europe/Paris', 'Africa/Bamako')).toBe(0);
  });

  it('counts days by the calendar, also when one of them has 23 hours', () => {
    expect(daysApart('2026-03-28T23:30:00Z', '2026-03-29T22:30:00Z', 'Europe/Paris')).toBe(1);
  });

  it('names the day in the language of the reader', () => {
    expect(dayIn('2026-05-09T12:00:00Z', 'fr', 'Europe/Paris')).toBe('samedi 9 mai');
    expect(dayIn('2026-05-09T23:30:00Z', 'es', 'Europe/Paris')).toBe('domingo, 10 de mayo');
  });
});

describe('timeLeft', () => {
  it('reaches zero at the instant itself, not a second before', () => {
    expect(timeLeft(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
    expect(timeLeft(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
    expect(timeLeft(-1000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  });

  it('splits a long wait', () => {
    expect(timeLeft(((6 * 24 + 20) * 60 + 59) * MINUTE + 5_000)).toEqual({
      days: 6,
      hours: 20,
      minutes: 59,
      seconds: 5,
    });
  });
});
