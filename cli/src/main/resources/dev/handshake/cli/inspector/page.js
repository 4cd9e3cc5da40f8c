'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const MARKS = {MET: '\u2713', RELAXED: '~', BROKEN: '\u2715', NOT_REACHED: '\u00b7'};
  const WORDS = {MET: 'met', RELAXED: 'relaxed', BROKEN: 'broken', NOT_REACHED: 'not reached'};
  const KEPT = 50;
  const MESSAGES = 20;
  const POLL_MILLIS = 1000;

  // Whatever a peer has sent becomes text of a node, never markup.
  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // One tab stop for a list; arrows, Home and End go on from there.
  function roving(list, onFocus) {
    list.addEventListener('keydown', (event) => {
      const items = [...list.children];
      const at = items.indexOf(event.target);
      const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1}[event.key];
      if (at < 0 || to === undefined) return;
      event.preventDefault();
      if (items[to]) items[to].focus();
    });
    list.addEventListener('focusin', (event) => {
      const item = event.target.closest('li');
      if (!item) return;
      for (const each of list.children) each.tabIndex = each === item ? 0 : -1;
      if (onFocus) onFocus(item);
    });
  }

  function duration(micros) {
    return micros < 1000 ? micros + ' \u00b5s' : (micros / 1000).toFixed(1) + ' ms';
  }

  // This browser's own WebSocket.
  let socket = null;

  function say(text) {
    const log = byId('log');
    log.prepend(element('li', '', text));
    while (log.children.length > 3) log.lastChild.remove();
  }

  function exchanged(way, text) {
    const messages = byId('messages');
    const item = element('li', way);
    item.append(element('span', 'way', way === 'sent' ? 'sent' : 'came'), element('span', 'text', text));
    messages.prepend(item);
    while (messages.children.length > MESSAGES) messages.lastChild.remove();
  }

  byId('message').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = byId('text').value;
    socket.send(text);
    exchanged('sent', text);
    byId('text').select();
  });

  function show(state, className) {
    byId('state').textContent = state;
    byId('state').className = 'pill ' + className;
    byId('open').disabled = className === 'open' || className === 'busy';
    for (const id of ['close', 'text', 'send']) byId(id).disabled = className !== 'open';
  }

  function open(url, subprotocols) {
    const mine = new WebSocket(url, subprotocols);
    let opened = false;
    socket = mine;
    show('Connecting', 'busy');
    mine.onopen = () => {
      opened = true;
      show('Open', 'open');
      byId('subprotocol').textContent = mine.protocol || 'none';
      byId('extensions').textContent = mine.extensions || 'none';
      say('Open: ' + new URL(mine.url).pathname.slice(0, 24));
      poll();
    };
    mine.binaryType = 'arraybuffer';
    mine.onmessage = (event) => {
      const text = typeof event.data === 'string';
      if (socket === mine) exchanged('came', text ? event.data : '(' + event.data.byteLength + ' octets)');
    };
    mine.onclose = (event) => {
      if (socket !== mine) return;
      show(opened ? 'Closed' : 'Failed', opened ? '' : 'failed');
      byId('subprotocol').textContent = byId('extensions').textContent = 'none';
      say((opened ? 'Closed' : 'Failed') + ' with ' + event.code + ': ' + new URL(mine.url).pathname.slice(0, 24));
      poll();
    };
  }

  const here = (location.protocol === 'https:' ? 'wss:' : 'ws:') + '//';

  function tryToOpen(url, subprotocols) {
    if (socket) {
      const before = socket;
      socket = null;
      before.close();
    }
    try {
      open(url, subprotocols);
    } catch (e) {
      show('Failed', 'failed');
      say('The browser itself refuses: ' + e.message);
    }
  }

  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const names = byId('subprotocols').value.split(',').map((name) => name.trim()).filter(Boolean);
    const path = byId('path').value;
    tryToOpen(here + location.host + (path.startsWith('/') ? path : '/' + path), names);
  });

  byId('close').addEventListener('click', () => {
    show('Closing', '');
    socket.close(1000, 'done');
  });

  function plain(path, options) {
    fetch(path, {cache: 'no-store', ...options})
      .then((response) => say((options ? options.method : 'GET') + ' ' + path + ' was answered ' + response.status))
      .catch(() => say('No answer to ' + path))
      .finally(poll);
  }

  const other = location.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  const TRIES = [
    ['From another origin', () => tryToOpen(here + other + (location.port ? ':' + location.port : '') + '/other-origin', [])],
    ['Without an upgrade', () => plain('/no-upgrade')],
    ['By POST', () => plain('/by-post', {method: 'POST'})],
    ['With a long target', () => tryToOpen(here + location.host + '/' + 'long'.repeat(2500), [])],
    ['By the server\u2019s policy', () => tryToOpen(here + location.host + '/inspector/rejected', [])],
  ];
  for (const [name, run] of TRIES) {
    const button = element('button', '', name);
    button.type = 'button';
    button.addEventListener('click', run);
    byId('tries').append(button);
  }

  // The handshakes, as the server saw them.
  const seen = new Map();
  let last = 0;
  let chosen = null;
  let following = true;
  let polling = false;

  async function poll() {
    if (polling) return;
    polling = true;
    try {
      const response = await fetch('/handshakes.json?after=' + last, {cache: 'no-store'});
      if (!response.ok) throw new Error(await response.text());
      const news = await response.json();
      if (news.last < last) location.reload();
      for (const handshake of news.handshakes) add(handshake);
      last = news.last;
      byId('feed').textContent = 'Listening at ' + here + location.host + '/';
      byId('feed').className = '';
    } catch (e) {
      byId('feed').textContent = 'The server does not answer';
      byId('feed').className = 'lost';
    } finally {
      polling = false;
    }
  }

  function add(handshake) {
    seen.set(handshake.id, handshake);
    const item = element('li', handshake.opened ? 'opened' : 'failed');
    item.id = 'handshake-' + handshake.id;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.id = handshake.id;
    item.tabIndex = -1;
    const time = element('time', '', new Date(handshake.at).toLocaleTimeString([], {hour12: false}));
    item.append(
      element('span', 'code', handshake.status || '\u2014'),
      element('span', 'what', handshake.target || 'no valid request'),
      time,
      element('span', 'rule', handshake.opened ? 'open' : handshake.failure || 'connection lost'));
    item.addEventListener('click', () => item.focus());
    byId('list').prepend(item);
    byId('empty').hidden = true;
    while (byId('list').children.length > KEPT) {
      const gone = byId('list').lastChild;
      seen.delete(Number(gone.dataset.id));
      gone.remove();
    }
    if (following) choose(item);
  }

  function choose(item) {
    for (const each of byId('list').children) {
      each.setAttribute('aria-selected', String(each === item));
      each.tabIndex = each === item ? 0 : -1;
    }
    following = item === byId('list').firstChild;
    const handshake = seen.get(Number(item.dataset.id));
    if (handshake !== chosen) {
      chosen = handshake;
      describe(handshake);
    }
  }

  roving(byId('list'), choose);

  function describe(handshake) {
    byId('nothing').hidden = true;
    byId('handshake').hidden = false;
    byId('handshake').className = handshake.opened ? 'opened' : 'failed';
    byId('status').textContent = handshake.status || 'No answer';
    byId('outcome').textContent = handshake.opened ? 'Open' : handshake.failure || 'Connection lost';
    const agreed = handshake.opened ? agreement(handshake) : [];
    byId('about').textContent = [handshake.target, 'from ' + (handshake.peer || 'unknown'), duration(handshake.micros)]
      .concat(handshake.secure ? ['over TLS'] : [], agreed).filter(Boolean).join(' \u00b7 ');
    byId('why').hidden = handshake.opened || !handshake.sentence;
    byId('sentence').textContent = handshake.sentence || '';
    byId('cause').textContent = handshake.usualCause || '';
    byId('clause').textContent = handshake.clause || '';
    phases(handshake);
    lines(handshake);
    byId('answer').replaceChildren(...handshake.answer.map((text) => element('li', '', text || '\u00a0')));
    byId('h-answer').hidden = byId('answer').hidden = handshake.answer.length === 0;
  }

  function agreement(handshake) {
    return ['subprotocol ' + (handshake.subprotocol || 'none'), 'extensions ' + (handshake.extensions || 'none')];
  }

  function phases(handshake) {
    byId('phases').replaceChildren(...handshake.phases.map((phase) => {
      const bar = element('div');
      bar.setAttribute('role', 'listitem');
      bar.style.flexGrow = Math.max(1, phase.micros);
      bar.append(element('b', '', phase.name.charAt(0) + phase.name.slice(1).toLowerCase()),
        element('span', '', duration(phase.micros)));
      return bar;
    }));
  }

  // Ties each line of the head to the rules that read it, both ways.
  function lines(handshake) {
    const heads = handshake.lines.map((line) => element('li', '', line.text || '\u00a0'));
    const rules = handshake.findings.map(rule);
    const pairs = [];
    handshake.findings.forEach((finding, r) => handshake.lines.forEach((line, l) => {
      if (finding.read.some(([from, to]) => from < line.to && to > line.from)) {
        pairs.push([rules[r], heads[l]]);
        if (finding.verdict === 'BROKEN') heads[l].className = 'broken';
      }
    }));
    tie(pairs, 0, 1);
    tie(pairs, 1, 0);
    for (const items of [heads, rules]) items.forEach((item, i) => { item.tabIndex = i === 0 ? 0 : -1; });
    byId('lines').replaceChildren(...heads);
    byId('rules').replaceChildren(...rules);
    byId('h-lines').hidden = byId('lines').hidden = heads.length === 0;
  }

  function rule(finding) {
    const item = element('li', finding.verdict);
    const mark = element('span', 'mark', MARKS[finding.verdict]);
    mark.setAttribute('role', 'img');
    mark.setAttribute('aria-label', WORDS[finding.verdict]);
    item.append(mark, element('span', 'name', finding.rule), element('span', 'clause', finding.clause));
    if (finding.found) item.append(element('span', 'found', finding.found));
    return item;
  }

  function tie(pairs, from, to) {
    for (const source of new Set(pairs.map((pair) => pair[from]))) {
      const lit = [source, ...pairs.filter((pair) => pair[from] === source).map((pair) => pair[to])];
      const light = (on) => lit.forEach((item) => item.classList.toggle('lit', on));
      for (const type of ['mouseenter', 'focus']) source.addEventListener(type, () => light(true));
      for (const type of ['mouseleave', 'blur']) source.addEventListener(type, () => light(false));
    }
  }

  roving(byId('lines'));
  roving(byId('rules'));

  poll();
  setInterval(() => { if (!document.hidden) poll(); }, POLL_MILLIS);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) poll(); });
})();
