// What the tests need that is not in the package.

import { existsSync } from 'node:fs';
import * as path from 'node:path';

/** The folder of the extension. */
export const ROOT = path.resolve(__dirname, '../../..');

/** Why a test is skipped; `false` when it is not. Where BRIEFING_REQUIRE_TOOLS is set, nothing may be skipped. */
function missing(file: string, what: string): string | false {
  if (existsSync(file)) return false;
  if (process.env['BRIEFING_REQUIRE_TOOLS']) throw new Error(`${what} is not installed`);
  return `${what} is not installed`;
}

export const BRIEF = path.resolve(process.env['BRIEF'] ?? path.join(ROOT, '../../target/debug/brief'));
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const noBrief = missing(BRIEF, '`brief`');
export const noChromium = missing(CHROMIUM, 'Chromium');
