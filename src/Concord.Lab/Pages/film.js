// Draws a film of agents: one picture an iteration, moved by a slider, by keys, or by the address (#k=12&agent=40).
'use strict';

const find = id => document.getElementById(id);
const film = JSON.parse(find('film-data').textContent);
const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

const pixels = film.height * film.width;
const agents = film.agents.length / 2;
const edges = film.edges.length / 2;
const input = bytes(film.input), target = bytes(film.target), answers = bytes(film.answers);
const missing = new Set(film.missing);
const primal = measure(film.primal, agents), dual = measure(film.dual, agents);
const disagreement = measure(film.disagreement, edges);
const [picture, heat, slider, play] = ['picture', 'heat', 'slider', 'play'].map(find);
let k = 1, chosen = -1, timer = 0, colours = readColours();

// Two bytes a number, evenly spaced in the logarithm; 0 is zero, 65535 not finite. Colours start at the floor.
function measure(block, perFrame) {
  if (!block) return null;
  const codes = new Uint16Array(bytes(block.codes).buffer);
  const log = code => block.low + (block.high - block.low) * (code - 1) / 65533;
  const span = Math.max(block.high - block.floor, 1e-9);
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
    tokens: film.tokens.map((name, i) => get(`--token-${name}`) || `hsl(${i * 47 % 360} 45% 60%)`),
    heat: get('--heat').split(',').map(hex => rgb(hex.trim())),
  };
}

function warm(share) {
  const stops = colours.heat, at = share * (stops.length - 1), low = Math.min(Math.floor(at), stops.length - 2);
  return stops[low].map((from, i) => Math.round(from + (stops[low + 1][i] - from) * (at - low)));
}

const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;
const centre = agent => [film.agents[2 * agent + 1] + 0.5, film.agents[2 * agent] + 0.5];
const answer = i => answers[(k - 1) * pixels + i];
const isWrong = i => target.length > 0 && answer(i) !== target[i];

function short(value) {
  if (!Number.isFinite(value)) return '–';
  if (value === 0 || (value >= 0.001 && value < 10000)) return String(+value.toPrecision(3));
  const [head, power] = value.toExponential(2).split('e');
  return `${+head}×10${[...String(+power)].map(d => d === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[d]).join('')}`;
}

// ---- the picture; one unit is one pixel of the input ----

function drawPicture() {
  // Whole device pixels, so that no seams show between neighbours.
  const scale = Math.max(1, Math.ceil(picture.clientWidth * (window.devicePixelRatio || 1) / film.width));
  picture.width = film.width * scale;
  picture.height = film.height * scale;
  const pen = picture.getContext('2d');
  pen.scale(scale, scale);
  for (let i = 0; i < pixels; i++) drawPixel(pen, i % film.width, Math.floor(i / film.width), i);
  forEnds((x, y, name, colour) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x - 0.12, y - 0.12, 1.24, 1.24, 0.25);
    pen.fill();
  });
  if (find('show-truth').checked) drawTruth(pen);
  if (film.iterations > 0 && find('show-edges').checked) drawEdges(pen);
  if (find('show-agents').checked) drawAgents(pen);
  forEnds((x, y, name, colour) => drawLetter(pen, x, y, name[0].toUpperCase(), colour));
}

function drawPixel(pen, x, y, i) {
  const fill = colour => {
    pen.fillStyle = colour;
    pen.fillRect(x, y, 1, 1);
  };
  fill(colours.tokens[input[i]]);
  if (film.iterations === 0) return;
  const isChanged = answer(i) !== input[i];
  if (isChanged) fill(isWrong(i) ? colours.get('--wrong') : colours.tokens[answer(i)]);
  if (isChanged && isWrong(i)) drawCross(pen, x + 0.5, y + 0.5, 0.26, colours.get('--wrong-ink'), 0.09);
  if (!isChanged && isWrong(i)) fill(colours.get('--missed'));
}

function forEnds(draw) {
  for (let i = 0; i < pixels; i++) {
    const name = film.tokens[input[i]];
    if (name === 'start' || name === 'goal')
      draw(i % film.width, Math.floor(i / film.width), name, colours.tokens[input[i]]);
  }
}

// Over whatever agent sits there, so with a halo.
function drawLetter(pen, x, y, letter, halo) {
  pen.font = '700 0.85px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.lineJoin = 'round';
  pen.strokeStyle = halo;
  pen.lineWidth = 0.14;
  pen.strokeText(letter, x + 0.5, y + 0.8);
  pen.fillStyle = colours.get('--paper');
  pen.fillText(letter, x + 0.5, y + 0.8);
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

// A thin line through neighbouring pixels that differ from the input, and into start and goal.
function drawTruth(pen) {
  if (target.length === 0) return;
  const ends = ['start', 'goal'].map(name => film.tokens.indexOf(name));
  const isOn = i => target[i] !== input[i] || ends.includes(input[i]);
  pen.strokeStyle = colours.get('--truth');
  pen.globalAlpha = 0.75;
  pen.lineWidth = 0.11;
  pen.beginPath();
  for (let i = 0; i < pixels; i++) {
    if (!isOn(i)) continue;
    const x = i % film.width + 0.5, y = Math.floor(i / film.width) + 0.5;
    for (const [dx, dy] of [[1, 0], [0, 1]]) {
      if (x + dx > film.width || y + dy > film.height || !isOn(i + dx + dy * film.width)) continue;
      pen.moveTo(x, y);
      pen.lineTo(x + dx, y + dy);
    }
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

function drawEdges(pen) {
  for (let e = 0; e < edges; e++) {
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
    pen.fillStyle = film.iterations > 0 ? css(warm(primal.warmth(k, a))) : colours.get('--soft');
    pen.strokeStyle = colours.get('--ink');
    pen.lineWidth = 0.05;
    pen.beginPath();
    pen.arc(x, y, 0.31, 0, 2 * Math.PI);
    pen.fill();
    pen.globalAlpha = 0.55;
    pen.stroke();
    pen.globalAlpha = 1;
  }
  if (chosen < 0) return;
  pen.strokeStyle = colours.get('--d');
  pen.lineWidth = 0.22;
  pen.beginPath();
  pen.arc(...centre(chosen), 0.62, 0, 2 * Math.PI);
  pen.stroke();
}

// ---- beside it ----

function drawHeat() {
  if (film.iterations === 0) return;
  heat.width = film.iterations;
  heat.height = agents;
  const pen = heat.getContext('2d'), image = pen.createImageData(film.iterations, agents);
  for (let a = 0; a < agents; a++)
    for (let frame = 1; frame <= film.iterations && !missing.has(a); frame++)
      image.data.set([...warm(primal.warmth(frame, a)), 255], 4 * (a * film.iterations + frame - 1));
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
  const [at, row] = ['heat-at', 'heat-row'].map(find);
  at.style.left = `${100 * (k - 0.5) / film.iterations}%`;
  row.hidden = chosen < 0;
  row.style.top = `${100 * chosen / agents}%`;
  row.style.height = `${100 / agents}%`;
}

function say() {
  find('count').textContent = `${k} of ${film.iterations}`;
  slider.setAttribute('aria-valuetext', `iteration ${k} of ${film.iterations}`);
  let wrong = 0;
  for (let i = 0; i < pixels; i++) wrong += isWrong(i);
  find('readout').textContent = target.length === 0 ? `After iteration ${k}`
    : wrong === 0 ? 'Every pixel is right'
    : `${(100 * (1 - wrong / pixels)).toFixed(1)} % of the pixels are right, ${wrong} ${wrong === 1 ? 'is' : 'are'} not`
      + (film.right[k - 1] === '1' ? '; the answer itself is right' : '');
  const [row, column] = [0, 1].map(i => film.agents[2 * Math.max(0, chosen) + i] + 1);
  const place = `Agent ${chosen + 1} at row ${row}, column ${column}`;
  find('agent').textContent = chosen < 0 ? 'Choose an agent to see its own curves.'
    : missing.has(chosen) ? `${place} is missing.`
    : `${place}: primal ${short(primal.value(k, chosen))}, dual ${short(dual.value(k, chosen))}`;
}

// ---- what a reader does ----

function show(frame, agent = chosen) {
  k = Math.min(film.iterations, Math.max(1, Math.round(frame) || 1));
  chosen = Number.isInteger(agent) && agent >= 0 && agent < agents ? agent : -1;
  slider.value = k;
  drawPicture();
  drawCharts();
  say();
}

function pause() {
  clearInterval(timer);
  timer = 0;
  play.textContent = 'Play';
  history.replaceState(null, '', `#k=${k}${chosen < 0 ? '' : `&agent=${chosen}`}`);
}

function toggle() {
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
  let best = -1, least = 2;
  for (let a = 0; a < agents; a++) {
    const [cx, cy] = centre(a), distance = Math.hypot(cx - x, cy - y);
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
  else if (arrow && from === picture) goTo(k, agentTowards(...arrow));
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
  slider.addEventListener('input', () => show(slider.valueAsNumber));
  slider.addEventListener('change', () => goTo(slider.valueAsNumber));
  play.addEventListener('click', toggle);
  picture.addEventListener('click', event => {
    const scale = film.width / picture.clientWidth, near = agentNear(event.offsetX * scale, event.offsetY * scale);
    goTo(k, near === chosen ? -1 : near);
  });
  heat.addEventListener('click', event => goTo(
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
}

for (const box of document.querySelectorAll('.toggles input')) box.addEventListener('change', drawPicture);
window.addEventListener('resize', drawPicture);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
start();
repaint();
