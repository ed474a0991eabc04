import { endQuiet } from './quiet.js';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';

/*
 * What we use of tfjs's WASM backend and of tfjs-core's helpers. The bundlers of pages take kernels/stock.js in place of this module, by
 * the condition `browser` in package.json: the same, without the parts that no page needs.
 */
export { getThreadsCount, setThreadsCount, setWasmPaths };

endQuiet();

/** Gives the loaders of tfjs's two builds. Here both are there. */
export const setBuilds = (_load: (threaded: boolean) => Promise<object>): void => {};
/** Loads one of them before it is needed. */
export const loadBuild = (_threaded: boolean): Promise<unknown> => Promise.resolve();

/** Kernels of tfjs's WASM backend that are not there. */
export const left: readonly string[] = [];

export const arraysEqual: typeof util.arraysEqual = util.arraysEqual;
export const assert: typeof util.assert = util.assert;
export const assertParamsValid: typeof slice_util.assertParamsValid = slice_util.assertParamsValid;
export const bytesPerElement: typeof util.bytesPerElement = util.bytesPerElement;
export const computeConv2DInfo: typeof backend_util.computeConv2DInfo = backend_util.computeConv2DInfo;
export const computePool2DInfo: typeof backend_util.computePool2DInfo = backend_util.computePool2DInfo;
export const computeStrides: typeof util.computeStrides = util.computeStrides;
export const parseAxisParam: typeof util.parseAxisParam = util.parseAxisParam;
export const parseSliceParams: typeof slice_util.parseSliceParams = slice_util.parseSliceParams;
export const prepareSplitSize: typeof backend_util.prepareSplitSize = backend_util.prepareSplitSize;
export const sizeFromShape: typeof util.sizeFromShape = util.sizeFromShape;
