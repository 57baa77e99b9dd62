// Draws a film of agents: one picture an iteration, moved by a slider, by keys, or by the address (#k=12&agent=40).
// What the picture shows is up to the scene that stands before this: how it is drawn, and how it is put in words.

const find = id => document.getElementById(id);
const film = JSON.parse(find('film-data').textContent);
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

const pixels = film.height * film.width;
const agents = film.agents.length / 2;
const edges = film.edges.length / 2;
const input = bytes(film.input), target = bytes(film.target), answers = bytes(film.answers);
const targets = film.targets && bytes(film.targets);
const places = film.iterations > 0 ? answers.length / film.iterations : 0;
const missing = new Set(film.missing);
const primal = measure(film.primal, agents), dual = measure(film.dual, agents);
const disagreement = measure(film.disagreement, edges), warmth = primal || dual;
const [picture, heat, slider, play] = ['picture', 'heat', 'slider', 'play'].map(find);
// What a model that thinks did, where the page carries it and the script for it.
const thought = find('thought-data') && openThought();
const area = extent();
let k = 1, chosen = -1, timer = 0, colours = readColours();

// Two bytes a number, evenly spaced in the logarithm; 0 is zero, 65535 not finite. Colours go from floor to ceiling.
function measure(block, perFrame) {
  if (!block) return null;
  const codes = new Uint16Array(bytes(block.codes).buffer);
  const log = code => block.low + (block.high - block.low) * (code - 1) / 65533;
  const span = Math.max(block.ceiling - block.floor, 1e-9);
  return {
    value(frame, i) {
      const code = codes[(frame - 1) * perFrame + i];
      return code === 0 ? 0 : code === 65535 ? NaN : 10 ** log(code);
    },
    warmth(frame, i) {
      const code = codes[(frame - 1) * perFrame + i];
      return code === 0 ? 0 : code === 65535 ? 1 : Math.min(1, Math.max(0, (log(code) - block.floor) / span));
    },
  };
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const get = name => style.getPropertyValue(name).trim();
  const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
  return {
    get,
    rgb,
    ramp: name => get(name).split(',').map(hex => rgb(hex.trim())),
    tokens: film.tokens.map((name, i) => get(`--token-${name}`) || `hsl(${i * 47 % 360} 45% 60%)`),
  };
}

const warm = share => mix(colours.heat ??= colours.ramp('--heat'), share);

function mix(stops, share) {
  const at = share * (stops.length - 1), low = Math.min(Math.floor(at), stops.length - 2);
  return stops[low].map((from, i) => Math.round(from + (stops[low + 1][i] - from) * (at - low)));
}

const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
const centre = agent => [film.agents[2 * agent + 1] + 0.5, film.agents[2 * agent] + 0.5];
const answer = i => answers[(k - 1) * places + i];
// Of several right answers the one nearest to that of the iteration.
const truth = i => (targets ? targets[(k - 1) * places + i] : target[i]);
const isWrong = i => target.length > 0 && answer(i) !== truth(i);

function short(value) {
  if (!Number.isFinite(value)) return '–';
  if (value === 0 || (value >= 0.001 && value < 10000)) return String(+value.toPrecision(3));
  const [head, power] = value.toExponential(2).split('e');
  return `${+head}×10${[...String(+power)].map(d => d === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[d]).join('')}`;
}

// ---- the picture; one unit is one pixel of the input ----

// The input, the agents that sit beside it, and what the scene adds below.
function extent() {
  const along = at => film.agents.filter((_, i) => i % 2 === at);
  const [left, top] = [-(scene.left?.() ?? 0), 0].map((least, i) => Math.min(least, ...along(1 - i)));
  const right = Math.max(film.width, ...along(1).map(x => x + 1));
  const bottom = Math.max(film.height, ...along(0).map(y => y + 1)) + scene.below();
  return { left, top, width: right - left, height: bottom - top };
}

function drawPicture() {
  const { left, top, width, height } = area;
  // Whole device pixels, so that no seams show between neighbours.
  const scale = Math.max(1, Math.ceil(picture.clientWidth * (window.devicePixelRatio || 1) / width));
  picture.width = width * scale;
  picture.height = Math.round(height * scale);
  const pen = picture.getContext('2d');
  pen.scale(scale, scale);
  pen.translate(-left, -top);
  scene.draw(pen);
  if (find('show-truth').checked && target.length > 0) scene.drawTruth(pen);
  thought?.draw(pen);
  if (film.iterations > 0 && find('show-edges')?.checked) drawEdges(pen);
  if (find('show-agents')?.checked) drawAgents(pen);
  if (chosen >= 0) scene.drawChosen(pen);
  scene.drawOver(pen);
}

function drawCross(pen, x, y, reach, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const slope of [1, -1]) {
    pen.moveTo(x - reach, y - slope * reach);
    pen.lineTo(x + reach, y + slope * reach);
  }
  pen.stroke();
}

function drawEdges(pen) {
  for (let e = 0; e < edges && !film.meetings; e++) {
    const share = disagreement ? disagreement.warmth(k, e) : 0;
    pen.strokeStyle = css(warm(share));
    pen.lineWidth = 0.04 + 0.22 * share ** 3;
    pen.globalAlpha = 0.25 + 0.65 * share ** 3;
    pen.beginPath();
    pen.moveTo(...centre(film.edges[2 * e]));
    pen.lineTo(...centre(film.edges[2 * e + 1]));
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function drawAgents(pen) {
  for (let a = 0; a < agents; a++) {
    const [x, y] = centre(a);
    if (missing.has(a)) {
      drawCross(pen, x, y, 0.36, colours.get('--ink'), 0.16);
      continue;
    }
    pen.fillStyle = warmth ? css(warm(warmth.warmth(k, a))) : colours.get('--soft');
    pen.strokeStyle = colours.get('--ink');
    pen.lineWidth = 0.05;
    pen.beginPath();
    pen.arc(x, y, 0.31, 0, 2 * Math.PI);
    pen.fill();
    pen.globalAlpha = 0.55;
    pen.stroke();
    pen.globalAlpha = 1;
  }
}

function drawRing(pen, radius, width) {
  pen.strokeStyle = colours.get('--d');
  pen.lineWidth = width;
  pen.beginPath();
  pen.arc(...centre(chosen), radius, 0, 2 * Math.PI);
  pen.stroke();
}

// ---- beside it ----

function drawHeat() {
  if (!warmth) return;
  heat.width = film.iterations;
  heat.height = agents;
  const pen = heat.getContext('2d'), image = pen.createImageData(film.iterations, agents);
  for (let a = 0; a < agents; a++)
    for (let frame = 1; frame <= film.iterations && !missing.has(a); frame++)
      image.data.set([...warm(warmth.warmth(frame, a)), 255], 4 * (a * film.iterations + frame - 1));
  pen.putImageData(image, 0, 0);
}

// A chart says in data-frame where its plot is and what lies at its four sides.
function plotOf(svg) {
  const [left, top, width, height, x0, x1, y0, y1] = svg.dataset.frame.split(' ').map(Number);
  const clamp = share => Math.min(1, Math.max(0, share));
  return {
    x: frame => left + width * (frame - x0) / (x1 - x0),
    y: value => top + height * (1 - clamp((Math.log10(value) - y0) / (y1 - y0))),
  };
}

function drawCharts() {
  for (const svg of document.querySelectorAll('svg[data-frame]')) {
    const plot = plotOf(svg), cursor = svg.querySelector('.cursor');
    cursor.setAttribute('x1', plot.x(k));
    cursor.setAttribute('x2', plot.x(k));
    const series = { primal, dual }[svg.closest('[data-series]').dataset.series];
    if (!series) continue;
    const points = [];
    for (let frame = 1; chosen >= 0 && frame <= film.iterations; frame++) {
      const value = series.value(frame, chosen);
      if (Number.isFinite(value)) points.push(`${plot.x(frame).toFixed(1)} ${plot.y(value).toFixed(1)}`);
    }
    svg.querySelector('.chosen').setAttribute('d', points.length ? `M${points.join('L')}` : '');
  }
  if (!warmth) return;
  const [at, row] = ['heat-at', 'heat-row'].map(find);
  at.style.left = `${100 * (k - 0.5) / film.iterations}%`;
  row.hidden = chosen < 0;
  row.style.top = `${100 * chosen / agents}%`;
  row.style.height = `${100 / agents}%`;
}

// What stands in place of a count of right answers where they are not known.
const unknown = () => (film.iterations > 1 ? `After iteration ${k}` : '');

// How many places are asked, and how many of them are right.
function tally(isAsked) {
  let [right, asked] = [0, 0];
  for (let i = 0; i < places; i++) {
    asked += isAsked(i);
    right += isAsked(i) && !isWrong(i);
  }
  return { right, asked, wrong: asked - right };
}

function say() {
  if (slider) find('count').textContent = `${k} of ${film.iterations}`;
  slider?.setAttribute('aria-valuetext', `${thought ? 'tick' : 'iteration'} ${k} of ${film.iterations}`);
  find('readout').textContent = (thought ?? scene).readout();
  if (thought) {
    find('agent').textContent = thought.tell();
    return;
  }
  const [row, column] = [0, 1].map(i => film.agents[2 * Math.max(0, chosen) + i] + 1);
  const place = film.names ? `The agent of ${film.names[Math.max(0, chosen)]}`
    : `Agent ${chosen + 1} at row ${row}, column ${column}`;
  const values = [['primal', primal], ['dual', dual]].filter(([, series]) => series)
    .map(([name, series]) => `${primal ? name : 'change'} ${short(series.value(k, chosen))}`);
  find('agent').textContent = chosen < 0 ? warmth ? 'Choose an agent to see its own curves.' : ''
    : missing.has(chosen) ? `${place} is missing.`
    : `${place}: ${[...values, ...scene.tell(chosen)].join(', ')}`;
}

// ---- what a reader does ----

function show(frame, agent = chosen) {
  k = Math.min(film.iterations, Math.max(1, Math.round(frame) || 1));
  chosen = Number.isInteger(agent) && agent >= 0 && agent < agents ? agent : -1;
  if (slider) slider.value = k;
  drawPicture();
  drawCharts();
  thought?.show();
  say();
}

function pause() {
  clearInterval(timer);
  timer = 0;
  if (play) play.textContent = 'Play';
  history.replaceState(null, '', `#k=${k}${chosen < 0 ? '' : `&agent=${chosen}`}`);
}

function toggle() {
  if (!play) return;
  if (timer) return pause();
  if (k === film.iterations) show(1);
  play.textContent = 'Pause';
  const pace = Math.min(400, Math.max(60, 9000 / film.iterations));
  timer = setInterval(() => k < film.iterations ? show(k + 1) : pause(), pace);
}

function goTo(frame, agent) {
  show(frame, agent);
  pause();
}

function agentNear(x, y) {
  let best = -1, least = scene.reach;
  for (let a = 0; a < agents; a++) {
    const distance = Math.hypot(centre(a)[0] - x, centre(a)[1] - y);
    if (distance < least) [best, least] = [a, distance];
  }
  return best;
}

// The nearest agent in a direction, straight ahead counting for less than aside.
function agentTowards(dx, dy) {
  if (chosen < 0) return 0;
  const [x, y] = centre(chosen);
  let best = chosen, least = Infinity;
  for (let a = 0; a < agents; a++) {
    const [cx, cy] = centre(a), ahead = (cx - x) * dx + (cy - y) * dy;
    const aside = Math.abs((cx - x) * dy) + Math.abs((cy - y) * dx);
    if (ahead > 0 && ahead + 2 * aside < least) [best, least] = [a, ahead + 2 * aside];
  }
  return best;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const from = event.target;
  if (event.key === 'Escape') goTo(k, -1);
  else if (arrow && from === picture && agents > 0) goTo(k, agentTowards(...arrow));
  else if (event.key === ' ' && !from.matches('button, input[type=checkbox], summary')) toggle();
  else if (from === slider) return;
  else if (arrow && arrow[0]) goTo(k + arrow[0]);
  else if (event.key === 'Home' || event.key === 'End') goTo(event.key === 'Home' ? 1 : film.iterations);
  else return;
  event.preventDefault();
}

function readAddress() {
  const wish = new URLSearchParams(location.hash.slice(1));
  show(wish.has('k') ? Number(wish.get('k')) : k, wish.has('agent') ? Number(wish.get('agent')) : -1);
}

function start() {
  if (film.iterations === 0) return drawPicture();
  slider?.addEventListener('input', () => show(slider.valueAsNumber));
  slider?.addEventListener('change', () => goTo(slider.valueAsNumber));
  play?.addEventListener('click', toggle);
  picture.addEventListener('click', event => {
    const scale = area.width / picture.clientWidth;
    const near = agentNear(event.offsetX * scale + area.left, event.offsetY * scale + area.top);
    goTo(k, near === chosen ? -1 : near);
  });
  heat?.addEventListener('click', event => goTo(
    Math.floor(event.offsetX / heat.clientWidth * film.iterations) + 1,
    Math.floor(event.offsetY / heat.clientHeight * agents)));
  document.addEventListener('keydown', onKey);
  window.addEventListener('hashchange', readAddress);
  drawHeat();
  readAddress();
}

function repaint() {
  colours = readColours();
  for (const swatch of document.querySelectorAll('[data-token]'))
    swatch.style.background = colours.tokens[swatch.dataset.token];
  drawHeat();
  drawPicture();
  thought?.show();
}

for (const box of document.querySelectorAll('.toggles input')) box.addEventListener('change', drawPicture);
window.addEventListener('resize', drawPicture);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
start();
repaint();
