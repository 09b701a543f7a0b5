/**
 * Stacked bars over time as plain SVG: no library, the page's own colours, and a table of the same
 * figures for who does not see the picture.
 */
import { useDeskTexts } from './desk-texts.js';

type BarTone = 'good' | 'warn' | 'bad' | 'rest' | 'accent';

interface Series {
  readonly name: string;
  readonly tone: BarTone;
}

/** One place on the time axis; `values` in the order of the series. */
interface Bar {
  readonly name: string;
  readonly values: readonly number[];
}

interface BarChartProps {
  readonly title: string;
  /** The heading of the names of the bars. */
  readonly axis: string;
  readonly series: readonly Series[];
  /** Every place of the axis, oldest first; those without a value too. */
  readonly bars: readonly Bar[];
  /** The value of a full height; default: the highest bar. */
  readonly most?: number;
  readonly show: (value: number) => string;
}

export function BarChart(props: BarChartProps) {
  const { title, series, bars, show } = props;
  const most = props.most ?? Math.max(1, ...bars.map(heightOf));
  return (
    <figure className="plot">
      <figcaption>
        <strong>{title}</strong>
        {series.map(({ name, tone }) => (
          <span key={name} className="dot" data-tone={tone}>
            {name}
          </span>
        ))}
      </figcaption>
      <div className="plot-most">{show(most)}</div>
      <svg
        viewBox={`0 0 ${bars.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={title}
      >
        {bars.map((bar, place) => (
          <Stack key={bar.name} bar={bar} place={place} most={most} {...props} />
        ))}
      </svg>
      <div className="plot-axis">
        <span>{bars[0]?.name}</span>
        <span>{bars.at(-1)?.name}</span>
      </div>
      <Figures {...props} />
    </figure>
  );
}

const heightOf = ({ values }: Bar): number => values.reduce((all, value) => all + value, 0);

const GAP = 0.15;

interface StackProps extends Pick<BarChartProps, 'series' | 'show'> {
  readonly bar: Bar;
  readonly place: number;
  readonly most: number;
}

function Stack({ bar, place, most, series, show }: StackProps) {
  const below = (index: number) => heightOf({ ...bar, values: bar.values.slice(0, index) });
  const scale = 100 / most;
  const said = series.map(({ name }, index) => `${show(bar.values[index] ?? 0)} ${name}`);
  return (
    <g>
      <title>{`${bar.name}: ${said.join(', ')}`}</title>
      {series.map(({ name, tone }, index) => {
        const height = (bar.values[index] ?? 0) * scale;
        return height === 0 ? null : (
          <rect
            key={name}
            data-tone={tone}
            x={place + GAP / 2}
            width={1 - GAP}
            y={100 - below(index) * scale - height}
            height={height}
          />
        );
      })}
    </g>
  );
}

/** The bars that have a value, newest first. */
function Figures({ axis, series, bars, show, title }: BarChartProps) {
  const texts = useDeskTexts();
  const filled = bars.filter((bar) => heightOf(bar) > 0).reverse();
  if (filled.length === 0) return null;
  return (
    <details>
      <summary aria-label={`${title}: ${texts.asTable}`}>{texts.asTable}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="scroll" tabIndex={0} aria-label={title}>
        <table className="issues">
          <thead>
            <tr>
              {[axis, ...series.map(({ name }) => name)].map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map(({ name, values }) => (
              <tr key={name}>
                <td>{name}</td>
                {series.map((one, index) => (
                  <td key={one.name}>{show(values[index] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
