#!/usr/bin/env python3
"""Plants the bugs of mutations.tsv one by one in a copy of the tree; each must make a test fail.

mutate.py [WORD]      only those whose description has the word

The copy and its build are in build/mutation. Prints each bug with the first test that saw it; status 1 when a bug lives
on, or when its place is not to be found any more.
"""
import filecmp
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TREE = os.path.join(ROOT, "build", "mutation", "tree")
TEST_SECONDS = 900


def mutations(word):
    with open(os.path.join(ROOT, "tests/mutation/mutations.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            what, file, old, new, program, tests = (cells + [""])[:6]
            if word in what:
                yield what, file, old.replace("\\n", "\n"), new.replace("\\n", "\n"), program, tests


def run(arguments, **more):
    return subprocess.run(arguments, cwd=TREE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False, **more)


def build(program):
    result = run(["cmake", "--build", "build/dev", "-j", str(os.cpu_count()), "--target", program])
    return None if result.returncode == 0 else result.stdout[-3000:]


def failing_test(program, tests):
    """The name of the first test that fails; None when all pass."""
    try:
        result = run([os.path.join("build/dev", program), "--abort"] + ([tests] if tests else []), timeout=TEST_SECONDS)
    except subprocess.TimeoutExpired:
        return "(no end within %d s)" % TEST_SECONDS
    if result.returncode == 0:
        return None
    titles = re.findall(r"-{70,}\n(.*?)\n-{70,}", result.stdout.split("FAILED:")[0], re.DOTALL)
    return " ".join(titles[-1].split()) if titles else "(status %d)" % result.returncode


def refresh():
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True).stdout
    for file in filter(None, files.split("\0")):
        source, copy = os.path.join(ROOT, file), os.path.join(TREE, file)
        if os.path.exists(copy) and filecmp.cmp(source, copy, shallow=False):
            continue  # as it was built
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copy(source, copy)
    result = run(["cmake", "--preset", "dev"])
    if result.returncode != 0:
        sys.exit(result.stdout)


def main():
    chosen = list(mutations(sys.argv[1] if len(sys.argv) > 1 else ""))
    refresh()
    for program in sorted({program for *_, program, _ in chosen}):
        fault = build(program)
        if fault:
            sys.exit(fault)
    alive = 0
    for what, file, old, new, program, tests in chosen:
        path = os.path.join(TREE, file)
        with open(path, encoding="utf-8") as source:
            text = source.read()
        if text.count(old) != 1:
            sys.exit(f"{what}: {file} has the text {text.count(old)} times, not once: {old}")
        try:
            with open(path, "w", encoding="utf-8") as source:
                source.write(text.replace(old, new))
            fault = build(program)
            seen = None if fault else failing_test(program, tests)
        finally:
            with open(path, "w", encoding="utf-8") as source:
                source.write(text)
        alive += seen is None
        if fault:
            print(f"does not compile: {what}\n{fault}", flush=True)
        else:
            print(f"{'LIVES ON' if seen is None else 'caught'}: {what}: {seen or 'no test of ' + program + ' fails'}", flush=True)
    print(f"{len(chosen) - alive} of {len(chosen)} caught")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
