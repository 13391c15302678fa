import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test } from '@playwright/test';
import { complaintsOf } from '../actors/complaints.ts';
import { browserOptions } from '../stage/chromium.ts';
import { seriousFindings, tooWide } from './page.ts';

const GOOD =
  '<!doctype html><html lang="fr"><title>Bon</title><main><h1>Bon</h1><button>Envoyer</button></main></html>';
const FADING = `<!doctype html><html lang="fr"><title>Fondu</title>
<style>@keyframes fade { from { opacity: 0.1 } } p { animation: fade 1.5s } em { animation: fade 2s infinite }</style>
<main><h1>Fondu</h1><p>Bienvenue</p><em aria-hidden="true"></em></main></html>`;
const BAD =
  '<!doctype html><html lang="fr"><title>Mal</title><main><input><div style="width:900px">large</div></main><script>1</script></html>';

const PAGES: Readonly<Record<string, string>> = { '/good': GOOD, '/fading': FADING, '/bad': BAD };

test('a page without a label, too wide and against its own policy is found, a good one and one that fades in are not', async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'");
    response.setHeader('content-type', 'text/html').end(PAGES[request.url ?? '']);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch(browserOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    const complaints = complaintsOf(page);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await page.goto(`${url}/good`);
    expect([await seriousFindings(page), await tooWide(page), complaints]).toEqual([[], [], []]);
    await page.goto(`${url}/fading`);
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${url}/bad`);
    expect((await seriousFindings(page)).join()).toMatch(/^label: <input>/);
    expect((await tooWide(page)).join()).toMatch(/9\d\d px in 360 px.*large/);
    expect(complaints.join()).toMatch(/Content Security Policy/);
  } finally {
    await browser.close();
    server.close();
  }
});
