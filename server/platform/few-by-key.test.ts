import { expect, test } from 'vitest';
import { FewByKey } from './few-by-key.ts';

test('keeps one or several values of a key, and forgets a key with its last value', () => {
  const pages = new FewByKey<string, { id: string }>();
  const [phone, laptop, other] = [{ id: 'phone' }, { id: 'laptop' }, { id: 'other' }];
  expect(pages.get('Awa')).toEqual([]);
  pages.add('Awa', phone);
  expect(pages.get('Awa')).toEqual([phone]);
  pages.add('Awa', laptop);
  pages.add('Malik', other);
  expect(pages.get('Awa')).toEqual([phone, laptop]);
  pages.remove('Awa', other);
  pages.remove('Awa', phone);
  pages.remove('Awa', phone);
  expect(pages.get('Awa')).toEqual([laptop]);
  pages.remove('Awa', laptop);
  expect(pages.get('Awa')).toEqual([]);
  pages.remove('Awa', laptop);
  expect(pages.size).toBe(1);
});
