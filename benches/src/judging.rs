//! Defaults, rules and warnings beside decoding the same object: no rule may make a create slower
//! than its decode.

use std::time::Duration;

use bowline_api::apps::v1::Deployment;
use bowline_api::core::v1::PodTemplateSpec;
use bowline_api::{defaults, validation, warnings};
use bowline_apimachinery::codec::{self, MediaType, json};
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;

use crate::report::{self, Measurement};
use crate::{pods, stopwatch};

/// How often each is done in a round.
const TIMES: usize = 200;

/// Prints what judging a pod and a deployment takes (ours) beside what decoding them takes (peer).
///
/// # Panics
/// When a made-up object is not good.
pub fn measure(rounds: usize, as_json: bool) {
    let pod = pods::pods(1, 1).pop().unwrap_or_default();
    let labels = pod.metadata.labels.clone();
    let mut template = PodTemplateSpec { spec: pod.spec.clone(), ..PodTemplateSpec::default() };
    template.metadata.labels.clone_from(&labels);
    template.spec.node_name.clear();
    template.spec.ephemeral_containers.clear();
    let mut deployment = Deployment::default();
    deployment.metadata.name = "web".to_owned();
    deployment.spec.template = template;
    let selector = LabelSelector { match_labels: labels, ..LabelSelector::default() };
    deployment.spec.selector = Some(Box::new(selector));
    let mut one = pod;
    one.status = Default::default();
    both("pod", "v1", "Pod", &one, rounds, as_json);
    both("deployment", "apps/v1", "Deployment", &deployment, rounds, as_json);
}

fn both<T: Message + Default + Clone>(
    name: &str,
    api_version: &str,
    kind: &str,
    object: &T,
    rounds: usize,
    as_json: bool,
) {
    let text = json::encode(object, Some((api_version, kind))).expect("an object as text");
    let mut complete = object.clone();
    defaults::apply(&mut complete, Time::from_unix_seconds(0));
    let faults = validation::create(&complete);
    assert!(faults.is_empty(), "the measured {name} is good: {faults}");
    let decode = || {
        for _ in 0..TIMES {
            let mut read = T::default();
            codec::decode(&mut read, &text, MediaType::Json).expect("what was written");
            std::hint::black_box(&read);
        }
    };
    let judge = || {
        for _ in 0..TIMES {
            let object = std::hint::black_box(&mut complete);
            defaults::apply(object, Time::from_unix_seconds(0));
            let told = (validation::create(object), warnings::create(object));
            std::hint::black_box(told);
        }
    };
    let (judged, decoded) = stopwatch::in_turns(rounds, judge, decode);
    let each = |taken: Duration| taken.as_secs_f64() * 1e6 / TIMES as f64;
    let measurement = Measurement {
        name: format!("default and judge a {name}, beside its decode"),
        ours: each(judged),
        peer: Some(each(decoded)),
        unit: "us/object",
        size: text.len(),
    };
    report::print(&measurement, as_json);
}
