'use strict';

/*
 * koffi for this platform. Its native code is in one package for each platform, and these have no install script. The package `koffi`
 * itself has one, which compiles for a minute where the binary is missing.
 */
module.exports = require(`@koromix/koffi-${process.platform}-${process.arch}`);
