#!/usr/bin/env python3
"""The figures of runs of the workload beside the checkout (../shared/bench), and the README's table of them.

results.py keep RESULTS.json...  writes the figures of a run, and nothing else of it, to docs/results-100k.json;
                                 of several runs all that they measured, the last one's where it is the same
results.py write                 makes the README's table anew from docs/results-100k.json
results.py check                 exit 1 where the README says something else"""
import difflib, json, math, pathlib, sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs/results-100k.json"
README = ROOT / "README.md"
BEGIN, END = "<!-- figures: tests/bench/results.py write -->\n", "<!-- end of figures -->\n"
PIPE_MS = 0.01  # less than this of a peer or the floor counts as this much: what a statement through the pipe costs
OURS, FLOOR = "papergraph", "csr"
IN_MEMORY = ("igraph", "networkx", FLOOR)  # they store nothing
NAMES = {"kuzu": "Kùzu", "ladybug": "Ladybug", "duckdb": "DuckDB", "falkordb": "FalkorDB", "sqlite": "SQLite",
         "igraph": "igraph", "networkx": "NetworkX"}


def engine_figures(engine):
    figures = {k: engine[k] for k in ("version", "disk_mb", "load_peak_mb", "query_peak_mb", "cold") if engine.get(k)}
    for part in ("load", "write"):
        if part in engine and "error" not in engine[part]:
            figures[part] = {k: v for k, v in engine[part].items() if k != "note" and v is not None}
    return figures


def query_figures(query):
    cells = {e: {k: c[k] for k in ("rows", "median_ms", "min_ms", "max_ms", "n") if c.get(k) is not None}
             for e, c in query["engines"].items() if not c.get("error")}
    wrong = [text.split(" ")[0] + " differs" for text in query["disagree"]]
    return dict(what=query["what"], keys=query["keys"], disagree=wrong, engines=cells)


def command(args):
    kept = ("sizes", "engines", "queries", "phases", "rounds", "samples", "inserts")
    words = [f"--{k} {','.join(v) if isinstance(v, list) else v}" for k, v in args.items() if k in kept and v]
    return " ".join(["PAPERGRAPH=build/release/papergraph ../shared/bench/run.py", *words])


def keep(paths):
    files = [json.loads(pathlib.Path(path).read_text()) for path in paths]
    engines, queries = {}, {}
    for run in (file["runs"][-1] for file in files):
        for name, engine in run["engines"].items():
            if "error" not in engine:
                engines[name] = engines.get(name, {}) | engine_figures(engine)
        queries |= {name: query_figures(query) for name, query in run["queries"].items() if "engines" in query}
    run = files[-1]["runs"][-1]
    figures = dict(commands=[command(file["args"]) for file in files], date=files[-1]["date"][:10],
                   cores=files[-1]["machine"]["cpus"],
                   runs=[dict(papers=run["papers"], counts=run["counts"], engines=engines, queries=queries)])
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def rows_of(run):
    """name, value of each engine that counts, whether more is better"""
    stores = {e: figures for e, figures in run["engines"].items() if e not in IN_MEMORY}
    for name, query in run["queries"].items():
        yield name, {e: max(c["median_ms"], 0 if e == OURS else PIPE_MS) for e, c in query["engines"].items()
                     if "median_ms" in c and e + " differs" not in query["disagree"]}, False
    load = lambda f: sum(f["load"].get(k, 0) for k in ("prep_s", "load_s", "index_s"))
    yield "load + index, s", {e: load(f) for e, f in stores.items() if "load" in f}, False
    cold = {e: f["cold"]["process_to_row_ms"] for e, f in stores.items() if "cold" in f}
    yield "cold process to first row", cold, False
    yield "on disk, MB", {e: f["disk_mb"] for e, f in stores.items() if "disk_mb" in f}, False
    counts = lambda w: w.get("check_ok") and w.get("durable") is not False
    yield "durable commits/s", {e: f["write"]["per_s"] for e, f in stores.items() if counts(f.get("write", {}))}, True


def number(value):
    if value is None:
        return ""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}"


def table():
    figures = json.loads(FIGURES.read_text())
    run = figures["runs"][0]
    edges = sum(count for name, count in run["counts"].items() if name.isupper())
    lines, ratios, floors = [], [], []
    for name, values, more in rows_of(run):
        ours, floor = values.pop(OURS, None), values.pop(FLOOR, None)
        if ours is None or not values:
            continue
        peer = (max if more else min)(values, key=values.get)
        ratio = ours / values[peer] if more else values[peer] / ours
        ratios.append(ratio)
        if floor is not None:
            floors.append(ours / floor)
        cells = name, number(ours), f"{number(values[peer])} {NAMES[peer]}", f"{ratio:.1f}", number(floor)
        lines.append(f"| {' | '.join(cells)} |")
    mean = lambda xs: math.exp(sum(map(math.log, xs)) / len(xs))
    peers = ", ".join(f"{NAMES[e]} {f.get('version', '')}".strip() for e, f in run["engines"].items() if e in NAMES)
    return "\n".join([
        f"{run['papers']:,} papers, {edges:,} relationships, {figures['cores']} cores, {figures['date']}. Milliseconds unless "
        "it says otherwise, the median of each question:",
        "ours through the session's pipe with its JSON, the others",
        f"({peers})",
        "inside their process. The floor is plain arrays and code written for exactly these questions. A figure of another",
        "below 0.01 ms counts as 0.01 ms. `docs/performance.md` says where the time goes.", "",
        "| question | papergraph | best of the others | times better | floor |",
        "| --- | --- | --- | --- | --- |", *lines,
        f"| geometric mean | | | {mean(ratios):.1f} | {mean(floors):.1f} × the floor |", "",
        "Made by `tests/bench/results.py write` from `docs/results-100k.json`. Its runs, of which the later one counts where both "
        "measured a row:", "",
        *[f"    {line}" for line in figures["commands"]], ""])


def main(args):
    readme = README.read_text()
    if readme.count(BEGIN) != 1 or readme.count(END) != 1:
        sys.exit(f"README.md has no place for the figures: {BEGIN}{END}")
    if args[:1] == ["keep"] and len(args) > 1:
        return keep(args[1:])
    if args not in (["write"], ["check"]):
        sys.exit(__doc__)
    before, rest = readme.split(BEGIN)
    new = before + BEGIN + table() + END + rest.split(END)[1]
    if args == ["write"]:
        README.write_text(new)
    elif new != readme:
        lines = [text.splitlines(True) for text in (readme, new)]
        sys.exit("".join(difflib.unified_diff(*lines, "README.md", "docs/results-100k.json")))


if __name__ == "__main__":
    main(sys.argv[1:])
