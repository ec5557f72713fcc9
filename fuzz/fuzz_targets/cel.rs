//! CEL: an expression is parsed, checked, estimated and run within its limit.
#![no_main]

use std::sync::LazyLock;

use bowline_cel::{COST_LIMIT, Environment, NoHints, Program, Type, Value, Version, estimate};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| {
    Environment::kubernetes(Version::STORED)
        .with_patches()
        .with_variable("self", Type::Dyn)
        .with_variable("s", Type::String)
        .with_variable("n", Type::Int)
        .with_variable("l", Type::list(Type::String))
        .with_variable("m", Type::map(Type::String, Type::Int))
});
static OBJECT: LazyLock<Json> = LazyLock::new(|| {
    json!({
        "name": "web-0", "replicas": 3, "ratio": 0.5, "on": true, "none": null,
        "list": ["a", "b", "a"], "numbers": [3, 1, 2], "map": {"a": {"b": [1]}, "c": {}},
    })
});
static LIST: LazyLock<Json> = LazyLock::new(|| json!(["one", "two", "three"]));
static MAP: LazyLock<Json> = LazyLock::new(|| json!({"one": 1, "two": 2}));

fuzz_target!(|text: &str| {
    let Ok(checked) = ENVIRONMENT.check(text) else { return };
    let Ok(program) = Program::new(&ENVIRONMENT, &checked) else { return };
    let variables = [
        Some(Ok(Value::from_json(&OBJECT))),
        Some(Ok(Value::text("https://example.com:80/a?b=c"))),
        Some(Ok(Value::Int(7))),
        Some(Ok(Value::from_json(&LIST))),
        Some(Ok(Value::from_json(&MAP))),
    ];
    let outcome = program.run(&variables, COST_LIMIT);
    match outcome.result {
        Ok(_) => assert!(outcome.cost <= COST_LIMIT, "{} passes the limit", outcome.cost),
        Err(fault) => drop(fault.to_string()),
    }
    // Upstream's estimate of what is typed `dyn` is too low, and ours is the same; the tests of the
    // crate hold runs to the estimates of typed expressions.
    let _ = estimate(&checked, &NoHints);
});
