import { onWasm } from '../on-wasm.js';

onWasm('convolutional');
