/**
 * Lets a box that scrolls sideways show where there is more: that edge fades. Returns the box.
 */
export function fadingEdges<E extends HTMLElement>(box: E): E {
  const show = (): void => {
    const { scrollLeft, clientWidth, scrollWidth } = box;
    box.classList.toggle('more-before', scrollLeft > 1);
    box.classList.toggle('more-after', scrollLeft + clientWidth < scrollWidth - 1);
  };
  box.classList.add('fading');
  box.addEventListener('scroll', show, { passive: true });
  const sizes = new ResizeObserver(show);
  const watch = (): void => [box, ...box.children].forEach((each) => sizes.observe(each));
  new MutationObserver(watch).observe(box, { childList: true });
  watch();
  return box;
}
