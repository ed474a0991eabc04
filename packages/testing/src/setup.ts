import { engine, setBackend } from '@tensorflow/tfjs-core';

// Runs before each file of tests, which share one tfjs: every file begins on the CPU backend, where there is one.
if ('cpu' in engine().registryFactory) await setBackend('cpu');
