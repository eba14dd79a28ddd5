/**
 * What happens on the flame graph's page. It reads the frames from the picture, which is whole without it, and writes
 * names as text alone. Frames stand in the page each right before those below it, `data-below` of them.
 */
export const FLAMEGRAPH_SCRIPT = `
'use strict';
const graph = document.getElementById('graph');
const tip = document.getElementById('tip');
const search = document.getElementById('search');
const found = document.getElementById('found');
const whole = document.getElementById('whole');
const characterWidth = 7.3;

const frames = [...graph.children].map((element, index) => {
  const title = element.querySelector('title');
  const frame = {
    element, index, facts: title.textContent, text: element.querySelector('text'),
    left: parseFloat(element.getAttribute('x')), width: parseFloat(element.getAttribute('width')),
    end: index + Number(element.dataset.below),
  };
  frame.name = frame.text.textContent;
  title.remove();
  return frame;
});
const frameOf = new Map(frames.map((frame) => [frame.element, frame]));
const frameAt = (event) => frameOf.get(event.target.closest('#graph > svg'));
let zoomed = frames[0];

function draw() {
  const pixels = graph.clientWidth / 100;
  for (const { element, text, name, index, end, left, width } of frames) {
    const isAbove = index < zoomed.index && end >= zoomed.index;
    const isShown = isAbove || (index >= zoomed.index && index <= zoomed.end);
    element.style.display = isShown ? '' : 'none';
    if (!isShown) continue;
    const shownWidth = isAbove ? 100 : (100 * width) / zoomed.width;
    element.setAttribute('x', (isAbove ? 0 : (100 * (left - zoomed.left)) / zoomed.width) + '%');
    element.setAttribute('width', shownWidth + '%');
    element.classList.toggle('above', isAbove);
    text.textContent = shortened(name, Math.floor((shownWidth * pixels - 8) / characterWidth));
  }
  whole.disabled = zoomed === frames[0];
}

/** The end of a class name says more than its beginning. */
function shortened(name, most) {
  const characters = [...name];
  if (characters.length <= most) return name;
  return most < 3 ? '' : '…' + characters.slice(1 - most).join('');
}

function zoomTo(frame) {
  zoomed = frame;
  tip.hidden = true;
  draw();
}

/** What is below a frame that was found is within that one's share already. */
function find(text) {
  const wanted = text.trim().toLowerCase();
  let share = 0, hits = 0, counted = -1;
  for (const { element, name, index, end, width } of frames) {
    const isHit = wanted !== '' && index > 0 && name.toLowerCase().includes(wanted);
    element.classList.toggle('hit', isHit);
    if (!isHit) continue;
    hits += 1;
    if (index > counted) { share += width; counted = end; }
  }
  graph.classList.toggle('searched', wanted !== '');
  found.textContent = wanted === '' ? '' : hits === 0 ? 'nothing found' : share.toFixed(1) + ' % in ' + hits + (hits === 1 ? ' frame' : ' frames');
}

graph.addEventListener('click', (event) => { const frame = frameAt(event); if (frame) zoomTo(frame); });
whole.addEventListener('click', () => zoomTo(frames[0]));
search.addEventListener('input', () => find(search.value));
search.form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('resize', draw);
addEventListener('keydown', (event) => { if (event.key === 'Escape') zoomTo(frames[0]); });
graph.addEventListener('mouseleave', () => { tip.hidden = true; });
graph.addEventListener('mousemove', (event) => {
  const frame = frameAt(event);
  tip.hidden = !frame;
  if (!frame) return;
  tip.textContent = frame.facts;
  tip.style.left = Math.max(0, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + 'px';
  tip.style.top = Math.max(0, Math.min(event.clientY + 18, innerHeight - tip.offsetHeight - 8)) + 'px';
});
search.form.hidden = false;
draw();
`;
