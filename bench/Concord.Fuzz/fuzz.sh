#!/bin/sh
# Fuzzes one reader with afl-fuzz and SharpFuzz, led by the code that each file reaches.
#   bench/Concord.Fuzz/fuzz.sh DOOR SECONDS [FOLDER]
# Needs afl-fuzz (Debian: afl++) and the tool sharpfuzz (dotnet tool install --global SharpFuzz.CommandLine).
set -eu
door=$1 seconds=$2 here=$(cd "$(dirname "$0")" && pwd)
work=${3:-/tmp/concord-fuzz}/$door
rm -rf "$work" && mkdir -p "$work"
dotnet build -c Release -v q "$here" -o "$work/bin" >"$work/build.log"
dotnet "$work/bin/Concord.Fuzz.dll" "$door" --seeds "$work/in"
for part in Concord.Tensors Concord.Lab; do sharpfuzz "$work/bin/$part.dll"; done
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
afl-fuzz -V "$seconds" -t 10000 -m none -i "$work/in" -o "$work/out" dotnet "$work/bin/Concord.Fuzz.dll" "$door" >"$work/afl.log"
grep -E "execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs|edges_found" "$work/out/default/fuzzer_stats"
