export { wasmPaths } from './backends.js';
export { withBeside } from './beside.js';
export { chart } from './chart.js';
export type { Chart, ChartOptions, Line, Values } from './chart.js';
export { classColour, legendOf } from './class-colours.js';
export { button, controlPanel } from './controls.js';
export type { ControlPanel } from './controls.js';
export type { Data } from './data/index.js';
export type { RowText } from './data/row-text.js';
export type {
  AnyModel,
  App,
  AppDefinition,
  GuideStep,
  LossLine,
  PhaseProgress,
  Scene,
  TrainContext,
  TrainingOptions,
  View,
} from './definition.js';
export { h, uniqueId } from './dom.js';
export type { DrawingCanvas } from './drawing/canvas.js';
export { digitCanvas, isDrawable } from './drawing/digit-canvas.js';
export { handDrawn } from './drawing/hand-drawn-digits.js';
export { framingOf, pixels } from './drawing/pixels.js';
export type { Drawing, Mark } from './drawing/pixels.js';
export { className, examples, readValues, squaredError, validationExamples, valuesOf } from './examples.js';
export { fadingEdges } from './fading-edges.js';
export { figure, plural } from './format.js';
export { scheduleText, sizeOf } from './measures.js';
export { mountApp } from './mount-app.js';
export { flat, nodeProgram } from './node-program.js';
export type { ProgramParts } from './node-program.js';
export { pictureGrid } from './picture-grid.js';
export type { GridOptions, PictureGrid, Pictures } from './picture-grid.js';
export { rowTable } from './row-table.js';
export { isCurrent, nextFrame, onceAFrame, oncePerScene } from './scene.js';
export { choice, epochsControl, slider } from './settings.js';
export type { Choice, Control, Controls, NumberControl, SettingsOf } from './settings.js';
export { fitModel, progressEvery, stepsIn } from './train.js';
export { codeMap } from './views/code-map.js';
export { chosenExample } from './views/example-choice.js';
export type { ChosenExample } from './views/example-choice.js';
export { network } from './views/network/index.js';
export { ownDigit } from './views/own-digit.js';
export { reconstructions } from './views/reconstructions.js';
