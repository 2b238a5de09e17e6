// Reported numbers as a table.
import { useState } from 'preact/hooks';
import { Evidence, ThingLink } from './parts.jsx';
import { formsOfNumber, measured } from './text.js';

const FEW = 10;

/** `without`: the column that the page is about. Rows as statements.js gives them. */
export function Results({ rows: all, without }) {
  const [most, setMost] = useState(FEW);
  const rows = all.slice(0, most);
  return (
    <>
      <div class="scroll" tabindex="0" role="region" aria-label="Reported numbers">
        <table class="results">
          <thead>
            <tr>
              <th scope="col" class="number">
                Value
              </th>
              {without !== 'subject' && <th scope="col">Of</th>}
              {without !== 'benchmark' && <th scope="col">On</th>}
              <th scope="col">Metric</th>
              {without !== 'paper' && <th scope="col">Paper</th>}
              <th scope="col">Sentence</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                <td class="number">
                  <strong>
                    {row.kind === 'delta' && row.value > 0 ? '+' : ''}
                    {measured(row.value, row.unit)}
                  </strong>
                </td>
                {without !== 'subject' && (
                  <td>
                    {row.subject ? (
                      <ThingLink label={row.subject_label} name={row.subject} />
                    ) : (
                      <span class="null">unnamed</span>
                    )}
                  </td>
                )}
                {without !== 'benchmark' && (
                  <td>{row.benchmark && <ThingLink label="Benchmark" name={row.benchmark} />}</td>
                )}
                <td>
                  {row.metric}
                  {row.kind === 'delta' && <small> change</small>}
                </td>
                {without !== 'paper' && (
                  <td>
                    {row.paper && (
                      <>
                        <ThingLink label="Paper" id={row.paper} name={row.title} />
                        <br />
                        <small>{row.date}</small>
                      </>
                    )}
                  </td>
                )}
                <td class="wide">
                  <details>
                    <summary>Show</summary>
                    <Evidence text={row.evidence} forms={[row.subject, row.benchmark, ...formsOfNumber(row.value)]} />
                  </details>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.length > most && (
        <p>
          <button class="more" onClick={() => setMost(all.length)}>
            Show all {all.length}
          </button>
        </p>
      )}
    </>
  );
}
