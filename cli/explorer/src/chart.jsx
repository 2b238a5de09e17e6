// Charts: bars over months, bars beside names. The library comes when the first is shown.
import { useEffect, useRef } from 'preact/hooks';
import { filled } from './text.js';

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** `configure` gives Chart.js what to draw, in the colours of the moment. */
function Drawn({ label, height, configure, keys }) {
  const canvas = useRef();
  useEffect(() => {
    let chart;
    let gone = false;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const draw = async () => {
      const { Chart } = await import('./chart_library.js');
      if (gone) return;
      chart?.destroy();
      Chart.defaults.color = style('--quiet');
      Chart.defaults.borderColor = style('--line');
      Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
      chart = new Chart(canvas.current, configure(style));
    };
    draw();
    dark.addEventListener('change', draw);
    return () => {
      gone = true;
      dark.removeEventListener('change', draw);
      chart?.destroy();
    };
  }, keys);
  return (
    <div class="chart" data-height={height}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

const options = (more) => ({
  responsive: true,
  maintainAspectRatio: false,
  animation: false,
  plugins: { legend: { display: false }, tooltip: { displayColors: false } },
  ...more,
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const spoken = (month) => `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** Papers by month; `rows` in any order, months without papers left out. */
export function Trend({ rows }) {
  const months = filled(rows);
  if (months.length < 2) {
    return <p class="quiet">{months.length === 1 ? `All in ${spoken(months[0].month)}.` : 'No dates are known.'}</p>;
  }
  const label = `Papers by month, from ${spoken(months[0].month)} to ${spoken(months.at(-1).month)}; the most in a month: ${Math.max(...months.map((m) => m.papers))}`;
  return (
    <Drawn
      label={label}
      height="small"
      keys={[JSON.stringify(months)]}
      configure={(color) => ({
        type: 'bar',
        data: {
          labels: months.map(({ month }) => spoken(month)),
          datasets: [
            {
              data: months.map(({ papers }) => papers),
              backgroundColor: color('--accent'),
              borderRadius: 2,
              maxBarThickness: 28,
              categoryPercentage: 0.9,
            },
          ],
        },
        options: options({
          scales: {
            x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
            y: { beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 4 }, border: { display: false } },
          },
        }),
      })}
    />
  );
}

/** Any counts in their order: what `trend of X by year` gives. */
export function Counts({ rows, label }) {
  return (
    <Drawn
      label={label}
      height="small"
      keys={[JSON.stringify(rows)]}
      configure={(color) => ({
        type: 'bar',
        data: {
          labels: rows.map((row) => row[0]),
          datasets: [
            {
              data: rows.map((row) => row[1]),
              backgroundColor: color('--accent'),
              borderRadius: 2,
              maxBarThickness: 40,
            },
          ],
        },
        options: options({
          scales: {
            x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 24 } },
            y: { beginAtZero: true, ticks: { precision: 0, maxTicksLimit: 4 }, border: { display: false } },
          },
        }),
      })}
    />
  );
}

const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);

/**
 * Scores of a benchmark over time: points, and the line of the best so far. `rows`: the best of all, `months`: the best of
 * each month; both {value, subject, date, title}.
 */
export function Scores({ rows, months, lower, unit, metric }) {
  const points = (from) =>
    from
      .filter(({ date, value }) => date && typeof value === 'number')
      .map((row) => ({ x: Date.parse(row.date), y: row.value, row }))
      .filter(({ x }) => Number.isFinite(x))
      .sort((a, b) => a.x - b.x);
  const seen = new Set();
  const dated = points([...months, ...rows]).filter(
    ({ x, y, row }) => !seen.has(`${x} ${y} ${row.subject}`) && seen.add(`${x} ${y} ${row.subject}`),
  );
  if (new Set(dated.map(({ x }) => x)).size < 2) return <Bars rows={rows} unit={unit} metric={metric} />;
  const best = [];
  for (const { x, y } of dated) {
    if (best.length === 0 || (lower ? y < best.at(-1).y : y > best.at(-1).y)) best.push({ x, y });
  }
  best.push({ x: dated.at(-1).x, y: best.at(-1).y });
  const day = (x) => new Date(x).toISOString().slice(0, 10);
  return (
    <Drawn
      label={`${rows.length} scores (${metric}) over time; the best is ${best.at(-1).y}${unit}`}
      height="large"
      keys={[JSON.stringify([rows, months])]}
      configure={(color) => ({
        type: 'scatter',
        data: {
          datasets: [
            { data: dated, backgroundColor: color('--benchmark'), radius: 4, hoverRadius: 6 },
            {
              data: best,
              type: 'line',
              stepped: true,
              borderColor: color('--accent'),
              borderWidth: 2,
              pointRadius: 0,
              pointHitRadius: 0,
            },
          ],
        },
        options: options({
          scales: {
            x: {
              type: 'linear',
              grid: { display: false },
              ticks: { callback: (x) => day(x).slice(0, 7), maxRotation: 0, autoSkipPadding: 24, maxTicksLimit: 7 },
            },
            y: {
              border: { display: false },
              title: { display: true, text: unit ? `${metric} (${unit})` : metric },
              ticks: { maxTicksLimit: 6 },
            },
          },
          plugins: {
            legend: { display: false },
            tooltip: {
              displayColors: false,
              filter: ({ datasetIndex }) => datasetIndex === 0,
              callbacks: {
                label: ({ raw }) => [
                  `${raw.row.subject ?? 'unnamed'}: ${raw.y}${unit}`,
                  short(raw.row.title ?? raw.row.paper ?? '', 60),
                  day(raw.x),
                ],
              },
            },
          },
        }),
      })}
    />
  );
}

/** The best scores, beside their names. */
export function Bars({ rows, unit, metric }) {
  const shown = rows.filter(({ value }) => typeof value === 'number').slice(0, 12);
  if (shown.length < 2) return null;
  return (
    <Drawn
      label={`The best scores (${metric}): ${shown
        .slice(0, 3)
        .map(({ subject, value }) => `${subject} ${value}${unit}`)
        .join(', ')}`}
      height={shown.length > 6 ? 'large' : 'small'}
      keys={[JSON.stringify(shown)]}
      configure={(color) => ({
        type: 'bar',
        data: {
          labels: shown.map(({ subject }) => short(subject ?? 'unnamed', innerWidth < 600 ? 16 : 28)),
          datasets: [
            {
              data: shown.map(({ value }) => value),
              backgroundColor: color('--benchmark'),
              borderRadius: 2,
              maxBarThickness: 18,
            },
          ],
        },
        options: options({
          indexAxis: 'y',
          scales: {
            x: {
              beginAtZero: true,
              border: { display: false },
              title: { display: true, text: unit ? `${metric} (${unit})` : metric },
              ticks: { maxTicksLimit: 6 },
            },
            y: { grid: { display: false }, ticks: { autoSkip: false } },
          },
        }),
      })}
    />
  );
}
