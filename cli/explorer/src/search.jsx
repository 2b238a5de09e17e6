// The box: sentences, Cypher, names. Completes from the graph.
import { useEffect, useRef, useState } from 'preact/hooks';
import { complete } from './api.js';
import { Badge } from './parts.jsx';
import { askLink, go, linkTo } from './router.js';
import { isArxiv } from './text.js';

const MOST = 8;

/** What the list offers: pages to open, then words to go on with. */
function optionsFor(text, { start, candidates, things }) {
  const options = things
    .slice(0, 5)
    .filter(({ label, name }) => linkTo(label, name))
    .map(({ label, name, alias }) => ({ link: linkTo(label, name), label, name, alias }));
  for (const candidate of candidates) {
    if (options.length >= MOST) break;
    if (options.some(({ name, alias }) => start === 0 && (name === candidate || alias === candidate))) continue;
    options.push({ before: text.slice(0, start), text: candidate });
  }
  return options;
}

/** `place`: where one is; the box begins anew there with the text `given`. */
export function Search({ text: given, place }) {
  const [text, setText] = useState(given);
  const [options, setOptions] = useState([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const box = useRef();
  const asked = useRef(null);

  useEffect(() => {
    setText(given);
    setOpen(false);
  }, [given, place]);
  useEffect(() => {
    const area = box.current;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
  }, [text]);
  useEffect(() => {
    const key = (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      box.current.focus();
      box.current.select();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, []);

  const look = (value, caret) => {
    asked.current?.abort();
    setActive(-1);
    if (!value.trim() || caret !== value.length) return setOpen(false);
    const control = (asked.current = new AbortController());
    complete(value, control.signal).then(
      (found) => {
        if (control.signal.aborted) return;
        const list = optionsFor(value, found);
        setOptions(list);
        setOpen(list.length > 0);
      },
      () => {},
    );
  };
  const close = () => {
    asked.current?.abort();
    setOpen(false);
    setActive(-1);
  };
  const submit = () => {
    const wanted = text.trim().replace(/;\s*$/, '');
    close();
    if (!wanted) return;
    box.current.blur();
    const named = options.find(({ name, alias }) =>
      [name, alias].some((one) => one?.toLowerCase() === wanted.toLowerCase()),
    );
    if (isArxiv(wanted)) return go(linkTo('Paper', wanted));
    go(named ? named.link : askLink(wanted));
  };
  const take = (option) => {
    if (option.link) {
      close();
      setText('');
      box.current.blur();
      return go(option.link);
    }
    const next = option.before + option.text;
    setText(next);
    box.current.focus();
    look(next + ' ', next.length + 1);
    setOpen(false);
  };
  const onKeyDown = (event) => {
    if (event.isComposing) return; // Enter ends a Chinese word here
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && open) {
      event.preventDefault();
      setActive(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (open && active >= 0) take(options[active]);
      else submit();
    } else if (event.key === 'Tab' && open && !event.shiftKey && options.some((option) => !option.link)) {
      event.preventDefault();
      take(active >= 0 ? options[active] : options.find((option) => !option.link));
    } else if (event.key === 'Escape') {
      if (open) close();
      else box.current.blur();
    }
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={box}
        rows="1"
        value={text}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        name="ask"
        placeholder="Ask, or type a name"
        aria-label="Ask in a sentence or in Cypher, or type a name"
        role="combobox"
        aria-expanded={open}
        aria-controls="offers"
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `offer-${active}` : undefined}
        onInput={(event) => {
          setText(event.target.value);
          look(event.target.value, event.target.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <button type="submit" aria-label="Ask">
        <span aria-hidden="true">Ask</span>
      </button>
      <ul id="offers" role="listbox" aria-label="Names and words" hidden={!open}>
        {options.map((option, i) => (
          <li
            key={i}
            id={`offer-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => {
              event.preventDefault();
              take(option);
            }}
          >
            {option.link ? (
              <>
                <span class="grow">
                  {option.name}
                  {option.alias && <small> {option.alias}</small>}
                </span>
                <Badge label={option.label} />
              </>
            ) : (
              <span class="grow">
                <small>{option.before}</small>
                {option.text}
              </span>
            )}
          </li>
        ))}
      </ul>
    </form>
  );
}
