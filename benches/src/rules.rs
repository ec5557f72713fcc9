//! Rules in CEL: what it takes to compile one, to run it on an object, and to judge a large object.

use std::time::Duration;

use bowline_cel::policy::{Expressions, Input, Wanted};
use bowline_cel::rules::{COST_BUDGET, Rule, Validator, compile};
use bowline_cel::schema::Schema;
use bowline_cel::{COST_LIMIT, Declared, Value, Version};
use serde_json::{Value as Json, json};

use crate::report::Measurement;
use crate::stopwatch;

/// How often a small thing is done in one run.
const TIMES: u32 = 2000;
/// How many items the large object has.
const ITEMS: usize = 1000;

/// Rules as definitions have them.
const RULES: [(&str, &str); 4] = [
    ("compare two numbers", "self.replicas <= self.max"),
    ("immutable", "self.name == oldSelf.name"),
    ("unique names", "self.items.all(a, self.items.exists_one(b, a.name == b.name))"),
    (
        "pattern and prefix",
        "self.name.startsWith('web-') && self.name.matches('^[a-z]+(-[a-z0-9]+)*$')",
    ),
];

fn schema(rules: &Json) -> Json {
    json!({"type": "object", "properties": {"spec": {
        "type": "object",
        "x-kubernetes-validations": rules,
        "properties": {
            "name": {"type": "string", "maxLength": 63},
            "replicas": {"type": "integer"},
            "max": {"type": "integer"},
            "items": {
                "type": "array", "maxItems": ITEMS,
                "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string", "maxLength": 63}, "port": {"type": "integer"}},
                    "x-kubernetes-validations": [{"rule": "self.port > 0 && self.port < 65536"}],
                },
            },
        },
    }}})
}

fn object(items: usize) -> Json {
    let items: Vec<_> =
        (0..items).map(|n| json!({"name": format!("item-{n}"), "port": n + 1})).collect();
    json!({
        "apiVersion": "example.com/v1", "kind": "Test", "metadata": {"name": "web-0"},
        "spec": {"name": "web-0-a", "replicas": 3, "max": 5, "items": items},
    })
}

fn micros(name: &str, taken: Duration, times: u32, size: usize) -> Measurement {
    let ours = taken.as_secs_f64() * 1e6 / f64::from(times);
    Measurement { name: name.to_owned(), ours, peer: None, unit: "us", size }
}

/// All measurements, each the best of so many rounds.
///
/// # Panics
/// When a rule of the benchmark itself is faulty.
#[must_use]
pub fn measure(rounds: usize) -> Vec<Measurement> {
    let mut all = Vec::new();
    let whole = Schema::from_json(&schema(&json!([])), true);
    let spec = whole.properties.as_ref().and_then(|p| p.get("spec")).expect("a spec");
    let declared = Declared::from_schema(spec, "spec").expect("typed");
    let small = object(5);
    for (name, text) in RULES {
        let rule = Rule { rule: text.to_owned(), ..Rule::default() };
        let taken = stopwatch::best_of(rounds, || {
            for _ in 0..TIMES / 20 {
                std::hint::black_box(compile(&rule, &declared, Version::DEFAULT).is_ok());
            }
        });
        all.push(micros(&format!("compile: {name}"), taken, TIMES / 20, text.len()));
        let compiled = compile(&rule, &declared, Version::DEFAULT).expect("sound");
        let program = compiled.program.expect("a program");
        let value = || Value::typed((&small["spec"]).into(), spec);
        let variables = [Some(value()), Some(value())];
        let taken = stopwatch::best_of(rounds, || {
            for _ in 0..TIMES {
                std::hint::black_box(program.run(&variables, COST_LIMIT).result.is_ok());
            }
        });
        all.push(micros(&format!("run: {name}"), taken, TIMES, text.len()));
    }
    let rules = json!([{"rule": RULES[0].1}, {"rule": RULES[3].1}]);
    let schema = Schema::from_json(&schema(&rules), true);
    let validator = Validator::new(schema, Version::DEFAULT).expect("rules");
    let large = object(ITEMS);
    let taken = stopwatch::best_of(rounds, || {
        validator.validate(&large, Some(&large), COST_BUDGET).errors.iter().count()
    });
    all.push(micros("judge a custom resource of 1,000 items", taken, 1, large.to_string().len()));
    all.push(policy(rounds, &small));
    all
}

/// A policy with a variable and two validations, as admission runs it on each request.
fn policy(rounds: usize, object: &Json) -> Measurement {
    let variables = [("ports", "object.spec.items.map(i, i.port)")];
    let expressions = Expressions::new(Version::STORED, false, false, variables);
    let conditions = ["variables.ports.all(p, p < 100)", "request.operation == 'CREATE'"]
        .map(|text| expressions.condition(text, Wanted::Bool, true));
    let request = json!({"operation": "CREATE", "userInfo": {"username": "alice"}});
    let input = Input {
        object,
        old_object: &Json::Null,
        namespace: &Json::Null,
        request: &request,
        params: &Json::Null,
        authorizer: None,
    };
    let taken = stopwatch::best_of(rounds, || {
        for _ in 0..TIMES {
            let evaluated = expressions.evaluate(&conditions, &input, COST_BUDGET);
            std::hint::black_box(evaluated.is_ok());
        }
    });
    micros("run: a policy of two validations", taken, TIMES, 2)
}
