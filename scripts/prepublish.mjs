// Runs before a package is published, for its script `prepublishOnly`.
import { readFileSync } from 'node:fs';

if (!process.env.AUTOENCODERS_RELEASE) {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  console.error(
    `${name} is not published by hand: the workflow .github/workflows/release.yml releases all packages, and "npm run release:dry" rehearses it.`,
  );
  process.exit(1);
}
