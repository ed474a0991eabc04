// What differs between a package.json of this repository and the one that is published.

/** Exports without the condition by which this repository reads sources. */
const published = (exports) =>
  Object.fromEntries(
    Object.entries(exports)
      .filter(([condition]) => condition !== '@autoencoders/source')
      .map(([key, value]) => [key, typeof value === 'string' ? value : published(value)]),
  );

module.exports = {
  hooks: {
    beforePacking(manifest) {
      delete manifest.devDependencies;
      delete manifest.scripts;
      if (manifest.exports) manifest.exports = published(manifest.exports);
      if (manifest.imports) manifest.imports = published(manifest.imports);
      return manifest;
    },
  },
};
