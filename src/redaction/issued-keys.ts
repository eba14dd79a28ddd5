/** Looks that issuers document for their keys, so that leaked ones can be told; hardly anything else looks so. */
const unmistakable = [
  '(?:A3T[A-Z0-9]|ABIA|ACCA|AGPA|AIDA|AIPA|AKIA|ANPA|ANVA|AROA|ASIA)[A-Z0-9]{16}', // Amazon Web Services
  'AIza[\\w-]{35}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}', // Google
  'gh[oprsu]_[A-Za-z0-9]{36,}|github_pat_\\w{22,}', // GitHub
  '[prs]k_(?:live|test)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/]{16,}', // Stripe
  'hooks\\.slack\\.com/services/[\\w/]{20,}|discord\\.com/api/webhooks/[\\w/-]{20,}', // Slack, Discord
  '(?:AC|SK)[0-9a-f]{32}|key-[0-9a-f]{32}', // Twilio, Mailgun
  'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[\\w-]{22,}', // Shopify, Square
  'do[opr]_v1_[0-9a-f]{32,}|HRKU-[\\w-]{20,}', // DigitalOcean, Heroku
  'access-(?:sandbox|development|production)-[0-9a-f-]{36}', // Plaid
  'npm_[A-Za-z0-9]{36}|rubygems_[0-9a-f]{48}', // package registries
];

/** Looks that slugs may have as well, `glass-table-for-six`: what follows has to be random. */
const doubtful = [
  'gl[a-z]{2,6}-[\\w-]{20,}', // GitLab
  'xox[a-z]-[\\w-]{10,}|xapp-[\\w-]{10,}', // Slack
  'SG\\.[\\w-]{16,}\\.[\\w-]{16,}', // SendGrid
  'sk-[\\w-]{20,}', // OpenAI, Anthropic
  'pypi-[\\w-]{16,}',
];

export const issuedKey = new RegExp(unmistakable.join('|'), 'g');

/** What may be such a key; the first ones too with capitals and small letters confused. */
export const possiblyIssuedKey = new RegExp(
  `(?<![A-Za-z0-9])(?:${[...unmistakable, ...doubtful].join('|')})`,
  'gi',
);
