/**
 * Lets a box that scrolls sideways show where there is more: that edge fades. The box must have its content, whose size may change later.
 * Returns the box.
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
  for (const each of [box, ...box.children]) sizes.observe(each);
  return box;
}
