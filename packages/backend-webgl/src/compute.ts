import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { Compute } from '@autoencoders/core/internal';

const getter = (name: string): string => `get${name[0]!.toUpperCase()}${name.slice(1)}AtOutCoords()`;

/** Runs a program in GLSL, with four numbers at a time, as most of tfjs's own programs have them. */
export const compute: Compute = (backend, formula, tensors, scalars) => {
  const [names, given] = [Object.keys(tensors), Object.values(tensors)];
  const program = {
    variableNames: names,
    outputShape: given[0]!.shape,
    packedInputs: true,
    packedOutput: true,
    customUniforms: Object.keys(scalars).map((name) => ({ name, type: 'float' as const })),
    userCode: `void main() {
      ${names.map((name) => `vec4 ${name} = ${getter(name)};`).join('\n      ')}
      setOutput(${formula});
    }`,
  };
  const uniforms = Object.values(scalars).map((value) => [value]);
  return (backend as MathBackendWebGL).runWebGLProgram(program, given, 'float32', uniforms);
};
