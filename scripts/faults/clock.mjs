// Imported before a program: its clock jumps, by up to ten years back or ahead, each time that it is read.
const Clock = Date;
const jumped = () => Clock.now() + (Math.random() - 0.5) * 20 * 365 * 86_400_000;

globalThis.Date = class extends Clock {
  constructor(...given) {
    super(...(given.length > 0 ? given : [jumped()]));
  }
  static now() {
    return jumped();
  }
};
