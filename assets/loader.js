
// Starts the program, and says what is wrong where it cannot start or has stopped.
// Its parts (the WebAssembly, and the JavaScript that ties it to the browser) come from the host, at the addresses
// on the element #parts; or from the page itself, in elements like #part-wasm, where `cargo xtask bundle` has put them.
// Page and worker run the same parts: fetched once, compiled once.
// What the first view does not run is a WebAssembly of its own, the rest, which comes after it (xtask/src/split).
window.normscope = (() => {
  const LANGUAGES = {
    en: {
      loading: 'Loading…',
      lacking: 'Normscope needs WebAssembly SIMD, which this browser lacks or has turned off. Please use Chrome or Edge 115, Firefox 98, Safari 16.4 or newer.',
      notLoaded: 'Normscope could not be loaded. Please check the connection and reload the page.',
      stopped: 'Normscope has stopped because of a fault of its own. Reloading brings back what the link shows.',
      reload: 'Reload',
    },
    ko: {
      loading: '불러오는 중…',
      lacking: '이 브라우저에는 WebAssembly SIMD가 없습니다. Chrome·Edge 115, Firefox 98, Safari 16.4 이상에서 열어 주세요.',
      notLoaded: '불러오지 못했습니다. 연결을 확인하고 새로고침해 주세요.',
      stopped: '오류로 멈췄습니다. 새로고침하면 링크의 그림이 돌아옵니다.',
      reload: '새로고침',
    },
  };

  const isSpoken = (code) => Object.hasOwn(LANGUAGES, code);
  // What the reader's browser prefers, of the languages that there are.
  const preferred = navigator.languages.map((tag) => tag.split('-')[0]).find(isSpoken) ?? 'en';
  const asked = new URLSearchParams(location.search).get('lang');
  document.documentElement.lang = isSpoken(asked) ? asked : preferred;
  const words = () => LANGUAGES[document.documentElement.lang];

  // (module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt))
  const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

  const isLacking = () => typeof WebAssembly !== 'object' || !WebAssembly.validate(Uint8Array.from(SIMD));

  // The glue as text (once the rest is here, that of all), the compiled WebAssembly, the images of digits once they are loaded, and the compiled rest
  // once it has joined: what a worker needs where it may fetch nothing itself.
  let program;

  // The low bytes of the text's letters.
  const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  const carried = (name) => document.getElementById(`part-${name}`)?.textContent;

  const address = (name) => document.getElementById('parts').getAttribute(`data-${name}`);

  const part = async (name, options) => {
    if (carried(name)) return new Response(bytes(atob(carried(name))));
    const response = await fetch(address(name), options);
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    return response;
  };

  // The same, while everything waits.
  const partNow = (name) => {
    if (carried(name)) return bytes(atob(carried(name)));
    const request = new XMLHttpRequest();
    request.open('GET', address(name), false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    if (request.status !== 200) throw new Error(`${request.responseURL}: ${request.status} ${request.statusText}`);
    return bytes(request.responseText);
  };

  // The same response, telling `progress` how many bytes have come.
  const counted = (response, progress) => {
    let bytes = 0;
    const count = new TransformStream({
      transform(chunk, controller) {
        progress(bytes += chunk.byteLength);
        controller.enqueue(chunk);
      },
    });
    return new Response(response.body.pipeThrough(count));
  };

  // Unpacks WebAssembly that came packed (xtask/src/pack.rs), by a program of its own (unpack/) that the page carries.
  // A generator: a step takes some milliseconds, and the bytes are there at the end.
  const unpacking = function* (packed) {
    if (!carried('unpack')) return packed;
    const code = new WebAssembly.Module(bytes(atob(carried('unpack'))));
    const { memory, room, open, length, step } = new WebAssembly.Instance(code).exports;
    const from = room(packed.length);
    if (from) new Uint8Array(memory.buffer, from).set(packed);
    const to = from && open(from, packed.length);
    for (let state = 0; state !== 1; state = step(1 << 16)) {
      if (!to || state < 0) throw new Error('a part was damaged on its way, or there is no memory for it');
      yield;
    }
    return new Uint8Array(memory.buffer, to, length());
  };

  // The same at once: the view waits for it.
  const unpacked = (packed) => {
    const steps = unpacking(packed);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  };

  // Lets the page go on. A timer would soon take 4 ms, and a second in a tab that is not seen.
  const turn = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

  // The same while the page is used.
  const unpackedMeanwhile = async (packed) => {
    const steps = unpacking(packed);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      await turn();
    }
  };

  const all = async (response) => new Uint8Array(await (await response).arrayBuffer());

  // Runs glue, a classic script that declares `wasm_bindgen`.
  const run = (code) => {
    const script = document.createElement('script');
    script.textContent = code;
    document.head.append(script);
  };

  const text = (letters) => new TextDecoder().decode(letters);

  // Runs the glue of the first view, and gives its text.
  const glue = async () => {
    const code = text(unpacked(await all(part('glue'))));
    run(code);
    return code;
  };

  // The rest is here, and the glue of all of the program.
  const take = (rest, whole) => {
    program[3] = rest;
    program[0] = text(whole);
  };

  const say = (text) => {
    const place = document.getElementById('loading-text');
    if (place) place.textContent = text;
  };

  const fail = (why, cause) => {
    if (cause !== undefined) console.error(cause);
    if (document.getElementById('failure')) return;
    const loading = document.querySelector('#loading main');
    if (loading) loading.textContent = '';
    const failure = document.createElement('div');
    failure.id = 'failure';
    failure.setAttribute('role', 'alert');
    const text = document.createElement('p');
    text.textContent = why;
    const reload = document.createElement('button');
    reload.textContent = words().reload;
    reload.onclick = () => location.reload();
    failure.append(text, reload);
    (loading || document.fullscreenElement || document.body).append(failure);
  };

  // A panic in Rust ends in a trap, wherever it was called from; the panic itself has been logged by then.
  const watch = (type, cause) => addEventListener(type, (event) => {
    if (cause(event) instanceof WebAssembly.RuntimeError) fail(words().stopped);
  });

  // Ends the way of the rest, where it is asked for at once: two on the same way could wait for each other.
  const onTheWay = new AbortController();

  // Brings the rest, unless a gate has loaded it meanwhile.
  const bring = async () => {
    if (program[3]) return;
    try {
      const { signal } = onTheWay;
      const [packed, more] = await Promise.all(['rest', 'more'].map((name) => all(part(name, { signal }))));
      const rest = await WebAssembly.compile(await unpackedMeanwhile(packed));
      if (!program[3]) take(rest, await unpackedMeanwhile(more));
    } catch (cause) {
      if (!program[3]) throw cause;
    }
  };

  // Whether the files come from the service worker, which gives none to a gate that waits for them: then the rest comes first.
  // The default view opens no gate, and waits only where there is no network.
  const isKept = () => {
    try {
      return navigator.serviceWorker.controller && (location.search || !navigator.onLine);
    } catch {
      // A frame in a sandbox may not even ask.
      return false;
    }
  };

  // Called by a gate while the rest is not there: somebody was faster than the host. The rest puts itself behind the gates.
  // The glue that started the first module has nothing for the rest: another has, and takes over the module.
  const load = (imports, first) => {
    try {
      onTheWay.abort();
      if (!program[3]) take(new WebAssembly.Module(unpacked(partNow('rest'))), unpacked(partNow('more')));
      run(program[0].replace('let wasm_bindgen', 'normscope.more'));
      new WebAssembly.Instance(program[3], { ...imports, glue: normscope.more.adopt(first) });
    } catch (cause) {
      fail(words().notLoaded, cause);
      throw cause;
    }
  };

  // Settled when the whole program is there.
  let arrived;
  const whole = new Promise((resolve) => { arrived = resolve; });

  const start = async () => {
    if (isLacking()) return say(words().lacking);
    say(words().loading);
    const bar = document.getElementById('loading-progress');
    bar.max = address('wasm-bytes') || 1;
    bar.hidden = false;
    watch('error', (event) => event.error);
    watch('unhandledrejection', (event) => event.reason);
    try {
      const wasm = part('wasm').then((response) => counted(response, (bytes) => { bar.value = bytes; }));
      const module = all(wasm).then((packed) => WebAssembly.compile(unpacked(packed)));
      program = await Promise.all([glue(), module]);
      const hasRest = carried('rest') || address('rest');
      if (hasRest && isKept()) await bring();
      const first = await wasm_bindgen({ module_or_path: program[1] });
      const { normalize, normalize_backward } = wasm_bindgen;
      Object.assign(normscope, { normalize, normalize_backward });
      if (hasRest) {
        await bring();
        first.open_rest();
      }
      arrived();
    } catch (cause) {
      fail(cause instanceof WebAssembly.RuntimeError ? words().stopped : words().notLoaded, cause);
    }
  };

  // What a page around this one says may come before the program hears it, as when a deck's frame has loaded.
  const early = [];
  let listener = (event) => { if (event.source === parent && early.length < 99) early.push(event); };
  addEventListener('message', (event) => listener(event));
  const hear = (heard) => {
    listener = heard;
    early.splice(0).forEach(heard);
  };

  // Loads the images of digits as bytes.
  const digits = async () => {
    program[2] ??= await all(part('digits'));
    return program[2];
  };

  const loaded = async (name) => unpackedMeanwhile(await all(part(name)));

  // Loads the lessons in a language, as the crate `lessons` writes them.
  const lessons = (code) => loaded(`lessons-${code}`);

  // Reads the text of somebody else's lessons, by a program that is loaded for it.
  const readLessons = async (text) => {
    const { instance } = await WebAssembly.instantiate(await loaded('reader'));
    const { memory, room, read, length } = instance.exports;
    const letters = new TextEncoder().encode(text);
    const at = room(letters.length);
    new Uint8Array(memory.buffer, at).set(letters);
    const course = read(at, letters.length);
    return new Uint8Array(memory.buffer, course, length());
  };

  // Gives the page the look of what comes after the first view.
  const look = async () => {
    const style = document.createElement('style');
    style.textContent = await (await part('look')).text();
    document.head.append(style);
  };

  return { preferred: () => preferred, start, digits, lessons, readLessons, look, load, hear, whole: () => whole, program: () => program };
})();
