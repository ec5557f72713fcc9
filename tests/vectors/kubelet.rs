//! What the kubelet computes: so far, how long it waits before it tries again.

use std::time::Duration;

use bowline::apimachinery::backoff::KeyedBackoff;
use bowline::apimachinery::random::SeededRandom;
use serde_json::{Value, json};

use crate::harness::{Miss, same, text, topic};

#[test]
fn kubelet() {
    topic("kubelet", |kind, input, want| match kind {
        "backoff" => same(&backoff(input), want),
        _ => Err(Miss::NotImplemented),
    });
}

fn backoff(input: &Value) -> Value {
    let millis = |field: &str| Duration::from_millis(input[field].as_u64().expect("milliseconds"));
    let random = SeededRandom::new(0);
    let mut backoff = KeyedBackoff::new(millis("initialMs"), millis("maxMs"));
    // Far enough from the origin for events of any age.
    let mut now = Duration::from_secs(1_000_000);
    let mut steps = Vec::new();
    for step in input["steps"].as_array().into_iter().flatten() {
        let seconds = |field: &str| Duration::from_secs(step[field].as_u64().unwrap_or(0));
        now += seconds("advanceSeconds");
        let event = now - seconds("eventAgeSeconds");
        let mut got = json!({});
        match text(step, "op") {
            "next" => {
                backoff.next("pod", now, now, &random);
            }
            "reset" => backoff.reset(&"pod"),
            "gc" => backoff.collect_garbage(now),
            _ => {
                got["in"] = backoff.is_in_backoff_since(&"pod", event, now).into();
                got["inSinceUpdate"] = backoff.is_in_backoff_since_update(&"pod", now).into();
            }
        }
        got["delayMs"] = (backoff.get(&"pod").as_millis() as u64).into();
        steps.push(got);
    }
    json!({ "steps": steps })
}
