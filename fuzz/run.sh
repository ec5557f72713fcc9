#!/bin/sh
# Builds the targets and runs each for SECONDS (600) with a compiler of the stable channel; the
# instruments are those that cargo-fuzz asks for, less the sanitizer, which needs nightly and
# has little to find where unsafe code is forbidden.
# Usage: run.sh [build | run-only] [TARGET...]
set -eu
cd "$(dirname "$0")"
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
target=${CARGO_TARGET_DIR:-target}
[ "${1:-}" = run-only ] && shift || cargo build --release --target "$host" ${FEATURES:+--features "$FEATURES"}
[ "${1:-}" = build ] && exit 0
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | grep -v bowline-fuzz)
for name in "$@"; do
    mkdir -p "corpus/$name" "artifacts/$name"
    # The seeds of a target are the paragraphs of one file.
    [ ! -f "seeds/$name.txt" ] || awk -v RS= -v to="corpus/$name/seed-" \
        '{ printf "%s", $0 > (to NR); close(to NR) }' "seeds/$name.txt"
    echo "== $name"
    "$target/$host/release/$name" -max_total_time="${SECONDS_EACH:-600}" -rss_limit_mb=2048 \
        -timeout=10 -max_len=16384 -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="artifacts/$name/" "corpus/$name" || echo "== $name FAILED"
done
