// The page: a box to ask in, and below it what the address says.
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Answer } from './answer.jsx';
import { Home } from './home.jsx';
import { NodePage } from './node.jsx';
import { Paper } from './paper.jsx';
import { Search } from './search.jsx';
import { Thing } from './thing.jsx';
import { Empty } from './parts.jsx';
import { useRoute } from './router.js';

function View({ route }) {
  switch (route.view) {
    case 'home':
      return <Home />;
    case 'ask':
      return <Answer text={route.key} show={route.show} />;
    case 'paper':
      return <Paper id={route.key} show={route.show} />;
    case 'thing':
      return <Thing label={route.label} name={route.key} show={route.show} />;
    case 'node':
      return <NodePage id={Number(route.key)} />;
    default:
      return (
        <Empty>
          There is no such view. <a href="#/">Begin here</a>.
        </Empty>
      );
  }
}

function App() {
  const route = useRoute();
  const main = useRef();
  const first = useRef(true);
  const place = `${route.view}/${route.label ?? ''}/${route.key}`;
  useEffect(() => {
    // Another page begins at its top, also for a screen reader.
    if (!first.current) {
      scrollTo(0, 0);
      main.current.focus({ preventScroll: true });
    }
    first.current = false;
  }, [place]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current.focus();
        }}
      >
        Skip to the answer
      </a>
      <header class="top">
        <div>
          <a class="brand" href="#/">
            <img src="icon.svg" alt="" width="26" height="26" />
            <span>papergraph</span>
          </a>
          <Search text={route.view === 'ask' ? route.key : ''} place={place} />
        </div>
      </header>
      <main id="main" ref={main} tabindex="-1" key={place}>
        <View route={route} />
      </main>
      <footer>
        <p>
          Every statement rests on a sentence of a report. Press <kbd>/</kbd> to ask.
        </p>
        <p>
          <a href="licences.txt">Licences</a>
        </p>
      </footer>
    </>
  );
}

render(<App />, document.getElementById('app'));
