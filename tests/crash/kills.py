#!/usr/bin/env python3
"""Kills the program at random moments of random work, and holds the database to what was acknowledged.

kills.py [PROGRAM] [--kills N] [--minutes M] [--seed S]      PROGRAM: else that of PAPERGRAPH_PROGRAM

The expected graph is kept here, outside. Sessions run random transactions (nodes, relationships, properties, labels,
deletes, indexes, constraints); ingest, forget, import, restore and check --repair are killed, too, and the first
moments of an opening after a kill. What was acknowledged must be there, what was in flight whole or not at all, and
`check` sound. Prints the seed and what was done; status 1 at the first thing that is wrong, the folder is then kept.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time


SKIPPED = 77  # CTest's SKIP_RETURN_CODE


class Wrong(Exception):
    pass


class Graph:
    """What should be there: nodes and relationships by their key `k`, names of indexes and constraints."""

    def __init__(self):
        self.nodes, self.edges, self.schema, self.progress = {}, {}, set(), 0

    def copy(self):
        other = Graph()
        other.nodes = {k: (set(labels), dict(properties)) for k, (labels, properties) in self.nodes.items()}
        other.edges = {k: (start, end, kind, dict(properties)) for k, (start, end, kind, properties) in self.edges.items()}
        other.schema, other.progress = set(self.schema), self.progress
        return other

    def shape(self):
        nodes = {k: (sorted(labels), properties) for k, (labels, properties) in self.nodes.items()}
        return nodes, self.edges, sorted(self.schema)


INDEXES = {
    'by_x': ('CREATE INDEX by_x FOR (n:A) ON (n.x)', 'DROP INDEX by_x'),
    'by_name': ('CREATE INDEX by_name FOR (n:B) ON (n.name, n.x)', 'DROP INDEX by_name'),
    'one_k': ('CREATE CONSTRAINT one_k FOR (n:K) REQUIRE n.k IS UNIQUE', 'DROP CONSTRAINT one_k'),
    'words': ('CREATE FULLTEXT INDEX words FOR (n:K) ON EACH [n.name]', 'DROP INDEX words'),
    'has_k': ('CREATE CONSTRAINT has_k FOR (n:K) REQUIRE n.k IS NOT NULL', 'DROP CONSTRAINT has_k'),
}
NAMES = ['GRPO', 'AIME 2024', '强化学习', 'it\'s "so"', '', 'x' * 300]


class Random:
    """Random statements that do the same to the graph here and there."""

    def __init__(self, rng):
        self.rng, self.key = rng, 0

    def value(self):
        r = self.rng
        return r.choice([r.randrange(5), r.randrange(-2**63, 2**63), r.random(), r.choice(NAMES), [1, 2, r.randrange(9)], True])

    def statement(self, graph):
        r = self.rng
        keys = list(graph.nodes)
        kind = r.randrange(14) if keys else 0
        if kind <= 3:
            self.key += 1
            labels = {'K'} | {label for label in ('A', 'B', 'C') if r.random() < 0.4}
            properties = {'k': self.key, 'x': self.value(), 'name': r.choice(NAMES)}
            graph.nodes[self.key] = (labels, properties)
            return 'CREATE (n:%s) SET n = $p' % ':'.join(sorted(labels)), {'p': dict(properties)}
        at = r.choice(keys)
        match = 'MATCH (n:K {k: $k}) '
        if kind <= 6:
            other = r.choice(keys)
            self.key += 1
            name = r.choice(['USES', 'CITES'])
            properties = {'k': self.key, 'w': self.value()}
            graph.edges[self.key] = (at, other, name, properties)
            return match + 'MATCH (m:K {k: $m}) CREATE (n)-[e:%s]->(m) SET e = $p' % name, {'k': at, 'm': other, 'p': dict(properties)}
        if kind <= 8:
            value = self.value()
            graph.nodes[at][1]['x'] = value
            return match + 'SET n.x = $v', {'k': at, 'v': value}
        if kind == 9:
            graph.nodes[at][1].pop('name', None)
            return match + 'REMOVE n.name', {'k': at}
        if kind == 10:
            label = r.choice('ABC')
            labels = graph.nodes[at][0]
            if label in labels:
                labels.discard(label)
                return match + 'REMOVE n:' + label, {'k': at}
            labels.add(label)
            return match + 'SET n:' + label, {'k': at}
        if kind == 11:
            del graph.nodes[at]
            graph.edges = {k: e for k, e in graph.edges.items() if at not in e[:2]}
            return match + 'DETACH DELETE n', {'k': at}
        if kind == 12 and graph.edges:
            key = r.choice(list(graph.edges))
            if r.random() < 0.5:
                del graph.edges[key]
                return 'MATCH ()-[e {k: $k}]->() DELETE e', {'k': key}
            graph.edges[key][3]['w'] = 'changed'
            return "MATCH ()-[e {k: $k}]->() SET e.w = 'changed'", {'k': key}
        name = r.choice(list(INDEXES))
        graph.schema ^= {name}
        return INDEXES[name][0 if name in graph.schema else 1], {}

    def transaction(self, graph):
        """Lines for the session; `graph` becomes what is there afterwards."""
        statements = [self.statement(graph) for _ in range(self.rng.randrange(1, 6))]
        graph.progress += 1
        statements.append(('MERGE (p:Progress) SET p.n = $n', {'n': graph.progress}))
        lines = [('BEGIN', {})] + statements + [('COMMIT', {})]
        return [json.dumps({'op': 'query', 'query': q, 'params': p}, ensure_ascii=False) for q, p in lines]


class Run:
    def __init__(self, program, rng, folder):
        self.program, self.rng, self.folder = program, rng, folder
        self.db, self.random = os.path.join(folder, 'db'), Random(rng)
        self.graph, self.kills, self.transactions, self.counts = Graph(), 0, 0, {}

    def command(self, *words, db=None):
        return subprocess.run([self.program, words[0], '--db', db or self.db, *words[1:]], capture_output=True, text=True)

    def must(self, *words, db=None):
        done = self.command(*words, db=db)
        if done.returncode != 0:
            raise Wrong('%s: status %d: %s%s' % (' '.join(words), done.returncode, done.stderr[-2000:], done.stdout[-500:]))
        return done.stdout

    def killed(self, *words, longest):
        """Starts a command and kills it within `longest` seconds; whether it had ended by itself."""
        child = subprocess.Popen([self.program, words[0], '--db', self.db, *words[1:]], stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.rng.uniform(0, longest))
        ended = child.poll()
        child.kill()
        child.wait()
        child.stdin.close()
        self.kills += 1
        return ended == 0

    def found(self, db=None):
        exported = json.loads(self.must('export', '--format', 'json', db=db))
        graph, keys = Graph(), {}
        for node in exported['nodes']:
            if node['labels'] == ['Progress']:
                graph.progress = node['properties']['n']
            elif 'K' in node['labels']:
                key = node['properties']['k']
                if key in graph.nodes:
                    raise Wrong('node %s is there twice' % key)
                keys[node['id']] = key
                graph.nodes[key] = (set(node['labels']), node['properties'])
        for edge in exported['relationships']:
            if 'k' in edge['properties']:
                graph.edges[edge['properties']['k']] = (keys[edge['start']], keys[edge['end']], edge['type'], edge['properties'])
        for what in ('INDEXES', 'CONSTRAINTS'):
            rows = json.loads(self.must('query', '--format', 'json', 'SHOW ' + what, db=db))['rows']
            graph.schema |= {row[0] for row in rows if row[0] in INDEXES}
        graph.imported = {}
        for node in exported['nodes']:
            if 'Imported' in node['labels']:
                batch = node['properties']['batch']
                graph.imported[batch] = graph.imported.get(batch, 0) + 1
        return graph

    def compare(self, states):
        """The database is one of `states`, by progress."""
        self.must('check')
        found = self.found()
        for state in states:
            if state.progress == found.progress:
                break
        else:
            raise Wrong('progress %d; acknowledged %d, in flight up to %d' % (found.progress, states[0].progress, states[-1].progress))
        for name, expected, actual in zip(('nodes', 'relationships', 'indexes'), state.shape(), found.shape()):
            if expected != actual:
                differing = [k for k in set(expected) | set(actual) if dict_get(expected, k) != dict_get(actual, k)]
                raise Wrong('%s differ: %s' % (name, [(k, dict_get(expected, k), dict_get(actual, k)) for k in differing[:3]]))
        self.graph = state
        return found

    def session(self):
        child = subprocess.Popen([self.program, 'session', '--db', self.db], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL)
        states, sizes = [self.graph], []
        text = ''
        for _ in range(self.rng.choice([3, 40, 150])):
            state = states[-1].copy()
            lines = self.random.transaction(state)
            states.append(state)
            sizes.append(len(lines))
            text += '\n'.join(lines) + '\n'
        out = tempfile.TemporaryFile()
        if os.fork() == 0:  # writes, and is gone with the reader
            try:
                child.stdin.write(text.encode())
                child.stdin.flush()
            except BrokenPipeError:
                pass
            os._exit(0)
        copier = os.fork()
        if copier == 0:
            while chunk := os.read(child.stdout.fileno(), 65536):
                os.write(out.fileno(), chunk)
            os._exit(0)
        time.sleep(self.rng.choice([0.03, 0.3, 1]) * self.rng.random())
        child.kill()
        child.wait()
        os.waitpid(copier, 0)
        self.kills += 1
        out.seek(0)
        answers = out.read().decode().split('\n')[1:-1]  # the hello; a last line without its end was not said
        for answer in answers:
            if '"error"' in answer:
                raise Wrong(answer)
        acknowledged, lines = 0, 0
        for size in sizes:
            lines += size
            if lines > len(answers):
                break
            acknowledged += 1
        self.transactions += acknowledged
        while self.rng.random() < 0.4:  # kills of the recovery itself
            self.killed('session', longest=0.05)
        self.compare(states[acknowledged:])

    def ingest(self):
        reports = os.path.join(self.folder, 'reports')
        if self.killed('ingest', reports, longest=0.1):  # it takes about as long
            self.counts['ingests that ended first'] = self.counts.get('ingests that ended first', 0) + 1
        self.compare([self.graph])
        if self.rng.random() < 0.5:
            self.killed('forget', 'day1.txt', 'day2.txt', longest=0.05)
            self.compare([self.graph])
        if self.rng.random() < 0.3:
            self.must('ingest', reports)
            self.command('forget', *sorted(os.listdir(reports)))
            self.compare([self.graph])

    def bulk(self):
        batch = self.kills
        path = os.path.join(self.folder, 'nodes.csv')
        count = self.rng.choice([100, 20000])
        with open(path, 'w') as out:
            out.write(':ID,batch:int,text\n')
            for i in range(count):
                out.write('%d,%d,%s\n' % (i, batch, 'text %d ' % i * 8))
        self.killed('import', '--nodes', 'Imported=' + path, longest=0.8)
        found = self.compare([self.graph])
        if found.imported.get(batch, 0) not in (0, count):
            raise Wrong('%d of %d imported nodes are there' % (found.imported[batch], count))
        self.must('query', 'MATCH (n:Imported) DELETE n')

    def restore(self):
        backups = os.path.join(self.folder, 'backups')
        self.must('backup', backups)
        saved = self.graph.copy()
        later = self.graph.copy()
        lines = self.random.transaction(later)
        subprocess.run([self.program, 'session', '--db', self.db], input='\n'.join(lines) + '\n', capture_output=True, text=True)
        self.compare([later])
        self.killed('restore', backups, longest=0.5)
        self.compare([saved, later])
        if self.rng.random() < 0.2:
            shutil.rmtree(backups)

    def repair(self):
        """A copy with a flipped bit: its repair is killed, and done again."""
        copy = os.path.join(self.folder, 'damaged')
        for name in os.listdir(self.folder):
            if name.startswith('damaged'):
                shutil.rmtree(os.path.join(self.folder, name))
        shutil.copytree(self.db, copy)
        files = [f for f in os.listdir(copy) if f.endswith(('.sst', '.log')) or f.startswith('MANIFEST')]
        path = os.path.join(copy, self.rng.choice(files))
        if os.path.getsize(path) > 0:
            with open(path, 'r+b') as file:
                at = self.rng.randrange(os.path.getsize(path))
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ 1 << self.rng.randrange(8)]))
        db, self.db = self.db, copy
        try:
            for _ in range(2):
                self.killed('check', '--repair', longest=0.4)
            done = self.command('check', '--repair')
            if 'nothing of a graph is in what can be read' in done.stderr:  # small graphs lie in one block of one file
                self.counts['nothing left to repair'] = self.counts.get('nothing left to repair', 0) + 1
                if not os.path.getsize(path) or not os.path.exists(os.path.join(copy, 'CURRENT')):
                    raise Wrong('a repair that found nothing has changed the files')
            else:
                self.must('check', '--repair')
                self.must('check')
        finally:
            self.db = db

    def step(self):
        work = self.rng.choices([self.session, self.ingest, self.bulk, self.restore, self.repair], [12, 2, 2, 2, 2])[0]
        self.counts[work.__name__] = self.counts.get(work.__name__, 0) + 1
        work()


def dict_get(of, key):
    return of.get(key) if isinstance(of, dict) else key in of


def write_reports(folder):
    os.makedirs(folder)
    for day in range(1, 13):
        with open(os.path.join(folder, 'day%d.txt' % day), 'w') as out:
            out.write('# Hugging Face Daily Papers Report\n**Date**: 2026-01-%02d\n\n' % day)
            for i in range(4):
                name = 'Probe%s%d' % (chr(65 + (day * 4 + i) % 26), day * 4 + i)
                out.write('=' * 60 + '\n\n## 📄 %s: A Study of Interrupted Reading\n\n' % name)
                out.write('- **链接**: https://huggingface.co/papers/2603.%d\n- **阅读来源**: HTML\n\n' % (10000 + day * 4 + i))
                out.write('### 1. 应用领域\n数学推理 (Mathematical Reasoning)\n\n### 2. 一句话核心贡献\n提出了 %s，一种基于 GRPO 的训练框架。\n\n' % name)
                out.write('### 5. 实验效果\n在 GSM8K 上，%s 的准确率从 40.5%% 提升至 6%d.2%%，优于 PPO。\n\n' % (name, i))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program', nargs='?', default=os.environ.get('PAPERGRAPH_PROGRAM'))
    parser.add_argument('--kills', type=int, default=20)
    parser.add_argument('--minutes', type=float, default=0, help='go on for so long, however many kills that is')
    parser.add_argument('--seed', type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    if not options.program:
        print('skipped: needs PAPERGRAPH_PROGRAM')
        return SKIPPED
    folder = tempfile.mkdtemp(prefix='papergraph-kills-')
    print('seed', options.seed, flush=True)
    run = Run(os.path.abspath(options.program), random.Random(options.seed), folder)
    write_reports(os.path.join(folder, 'reports'))
    end = time.time() + options.minutes * 60
    subprocess.run([run.program, 'session', '--db', run.db], input='', capture_output=True, text=True)
    said = 0
    try:
        while run.kills < options.kills or time.time() < end:
            run.step()
            if run.kills >= said + 100:  # a step kills more than once
                said = run.kills
                print('%d kills, %d transactions' % (run.kills, run.transactions), flush=True)
    except Wrong as wrong:
        print('after %d kills: %s\n%s' % (run.kills, wrong, folder))
        return 1
    shutil.rmtree(folder)
    print('%d kills, %d transactions acknowledged: nothing lost; %s' % (run.kills, run.transactions, run.counts))
    return 0


if __name__ == '__main__':
    sys.exit(main())
