import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { webgpu_util } from '@tensorflow/tfjs-backend-webgpu';
import type { Compute } from '@autoencoders/core/internal';

const WORKGROUP: [number, number, number] = [128, 1, 1];

const getter = (name: string): string => `get${name[0]!.toUpperCase()}${name.slice(1)}ByOutputIndex(index)`;

/** Runs a program in WGSL. */
export const compute: Compute = (backend, formula, tensors, scalars) => {
  const [names, given] = [Object.keys(tensors), Object.values(tensors)];
  const { shape } = given[0]!;
  const dispatchLayout = webgpu_util.flatDispatchLayout(shape);
  const program: WebGPUProgram = {
    variableNames: names,
    outputShape: shape,
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, shape, WORKGROUP),
    workgroupSize: WORKGROUP,
    size: true,
    uniforms: Object.keys(scalars)
      .map((name) => `${name} : f32,`)
      .join(' '),
    shaderKey: formula,
    getUserCode: () => `fn main(index : i32) {
      if (index < uniforms.size) {
        ${names.map((name) => `let ${name} = ${getter(name)};`).join('\n        ')}
        ${Object.keys(scalars)
          .map((name) => `let ${name} = uniforms.${name};`)
          .join('\n        ')}
        setOutputAtIndex(index, ${formula});
      }
    }`,
  };
  const uniforms = Object.values(scalars).map((value) => ({ type: 'float32', data: [value] }));
  return (backend as WebGPUBackend).runWebGPUProgram(program, given, 'float32', uniforms);
};
