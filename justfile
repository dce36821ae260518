# Short names for what is done often; `just` lists them.

default:
    @just --list

# All that must hold before a commit lands
ci:
    .ci/run

# The tests
test:
    cargo test

# Rewrite what the tests expect, then look at the difference
update:
    UPDATE=1 cargo test
    git diff --stat

# Render the shipped briefs and turn the pages into pictures
look:
    cargo run --release -- render briefs/*.toml -o target/look
    for pdf in target/look/*.pdf; do pdftoppm -r 110 -png "$pdf" "${pdf%.pdf}"; done

# Licences and advisories of the dependencies
deny:
    cargo deny check

# The benchmarks
bench:
    cargo bench
