#!/bin/sh
# Fuzzes decoders and verifiers with coverage feedback (libFuzzer).
#
#   Tests/Fuzz/run.sh                  all targets, each 10,000,000 executions or 10 minutes, whatever comes first
#   Tests/Fuzz/run.sh rlp json         only these
#   SECONDS_EACH=30 Tests/Fuzz/run.sh  shorter
#
# RUNS_EACH, SECONDS_EACH: limits for one target. MEMORY: megabytes a target may use. HANG: seconds one input may take.
# WORK: where the build, the corpora and the logs are kept; corpora grow from run to run. PACKAGE: the package to build.
# The last line for each target: executions, executions a second, coverage edges, corpus size, peak memory.
# What fails is put into Tests/Fuzz/Failures/<target>/ and replayed by `swift test` from then on. Exit status 1 when something failed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
package=${PACKAGE:-$(cd "$here/../.." && pwd)}
work=${WORK:-$package/.build/fuzz}
mkdir -p "$work/corpus" "$work/log"

if [ -z "${FUZZ:-}" ]; then
    PLIMSOLL_FUZZ=1 swift build -c release --package-path "$package" --scratch-path "$work/build" --product fuzz || exit 2
    FUZZ="$work/build/release/fuzz"
fi
# libFuzzer has to see the trap itself.
export SWIFT_BACKTRACE=enable=no

status=0
for target in ${*:-$("$FUZZ" --list)}; do
    corpus="$work/corpus/$target"
    failures="$here/Failures/$target"
    mkdir -p "$corpus" "$failures"
    "$FUZZ" --seeds "$target" "$corpus"
    PLIMSOLL_FUZZ_TARGET="$target" "$FUZZ" "$corpus" "$failures" \
        -max_len="$("$FUZZ" --length "$target")" -runs="${RUNS_EACH:-10000000}" -max_total_time="${SECONDS_EACH:-600}" \
        -rss_limit_mb="${MEMORY:-1024}" -timeout="${HANG:-5}" -keep_seed=1 -use_value_profile=1 -print_final_stats=1 \
        -artifact_prefix="$failures/" > "$work/log/$target.log" 2>&1
    result=$?
    # Git keeps no empty folders.
    rmdir "$failures" 2> /dev/null
    awk -v target="$target" -v result="$result" '
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") edges = $(i + 1); if ($i == "corp:") corpus = $(i + 1) } }
        /number_of_executed_units/ { runs = $2 }
        /average_exec_per_sec/ { speed = $2 }
        /peak_rss_mb/ { memory = $2 }
        END { printf "%-26s %10d runs %8d/s %6d edges, corpus %-14s %4d MB  %s\n", target, runs, speed, edges, corpus, memory, result == 0 ? "ok" : "FAILED" }
    ' "$work/log/$target.log"
    if [ "$result" -ne 0 ]; then
        status=1
        tail -n 5 "$work/log/$target.log"
    fi
done
exit $status
