import { handOver } from './bootstrap.mjs';

const HELP = `Antenne: a web-TV control room and channel in one.

npm start [-- options]
  --no-demo   do not seed the demonstration broadcasts into an empty database
  --help      this text

The usual settings, from the environment (all of them, with units: server/contract/settings.ts):
  PORT=3000               pages, API and sockets
  MEDIA_PORT=3001         HLS origin
  PUBLIC_URL              how browsers reach the pages; default http://localhost:PORT
  MEDIA_PUBLIC_URL        how viewers reach the origin; default http://localhost:MEDIA_PORT
  ANNOUNCED_IP            where contributors' browsers send media to; default: this machine's addresses
  RTC_MIN_PORT=40000      lowest and highest port for WebRTC media (UDP and TCP)
  RTC_MAX_PORT=40999
  DATA_DIR=./data         database, segments, logs, links.json
  DATABASE_URL            PostgreSQL instead of the embedded database
  LOG_LEVEL=info          fatal, error, warn, info, debug, trace or silent

Several instances run side by side when their ports and their DATA_DIR differ.`;

if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) console.log(HELP);
else await handOver('start/main.ts');
