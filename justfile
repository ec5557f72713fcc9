# The one door for chores; `just --list` names them.

fmt:
    cargo fmt --all

lint:
    cargo clippy --workspace --all-targets -- -D warnings

doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

test:
    cargo test --workspace

# Regenerate the API types from the facts.
gen:
    cargo xtask generate

# Rules that no compiler checks.
tidy:
    cargo xtask tidy

# What runs before a change lands.
ci:
    bash .ci/run
