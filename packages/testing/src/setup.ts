import { engine, setBackend } from '@tensorflow/tfjs-core';

// Runs before each test file. The files share one tfjs, so each begins on the CPU backend, where that is loaded.
if ('cpu' in engine().registryFactory) await setBackend('cpu');
