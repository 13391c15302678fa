// First of all: schemas read this setting when they are made, so everything else comes after, by `import()`.
import './realtime/zod-without-eval.ts';

const { start } = await import('./app.tsx');
await start();
