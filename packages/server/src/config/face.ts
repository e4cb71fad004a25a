import { z } from 'zod';

const webAddress = z.url({ protocol: /^https?$/ });

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #2b6cb0');

/** The settings of how the pages look. */
export const faceSettings = {
  name: z.string().min(1).max(40).default('linkpin').describe('the name that people see on the pages'),
  accent: colour.optional().describe('accent colour of the pages; mixed with black or white until text is readable'),
  accentDark: colour
    .optional()
    .describe('accent colour of the pages in the dark, and of the TV; without one the accent is made lighter'),
  logo: z
    .string()
    .min(1)
    .optional()
    .describe('an SVG, PNG, JPEG or WebP file shown in the place of our sign and the name'),
  logoDark: z.string().min(1).optional().describe('the same in the dark, and on the TV'),
  icon: z.string().min(1).optional().describe('a square PNG file of 180 pixels or more, for tabs and home screens'),
  contact: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe('whom people can ask, at the foot of every page: an e-mail address, a URL or a few words'),
  privacyUrl: webAddress.optional().describe('your privacy policy, linked at the foot of every page'),
  termsUrl: webAddress.optional().describe('your terms of service, linked at the foot of every page'),
} as const;
