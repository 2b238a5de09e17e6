// Runs what the other files of this folder register: ./dev bench.
#include <benchmark/benchmark.h>

BENCHMARK_MAIN();
