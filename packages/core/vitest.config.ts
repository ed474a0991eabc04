import config from '../../vitest.shared.js';

// The test files share one world: loading tfjs anew for each takes longer than the tests do.
export default { ...config, test: { ...config.test, isolate: false } };
