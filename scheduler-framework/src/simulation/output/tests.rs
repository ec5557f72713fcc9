//! A small comparison in every form.

use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::Duration;

use super::*;
use crate::config::KubeSchedulerConfiguration;
use crate::simulation::{Comparison, Policy, Synthetic, compare};

fn comparison() -> Comparison {
    let policies = ["default", "with, \"quotes\" & <signs>"]
        .map(|name| Policy::new(name, KubeSchedulerConfiguration::default()));
    let synthetic = Synthetic { nodes: 3, pods: 40, ..Synthetic::default() };
    let scenario = move |seed| synthetic.scenario(&SeededRandom::new(seed));
    let until = Duration::from_secs(10_000_000);
    compare(&policies, &[1, 2], &scenario, until, 1, &|_| {}, &|_, _, _| {}).unwrap()
}

#[test]
fn tables_have_a_line_each() {
    let comparison = comparison();
    let metrics = metrics_csv(&comparison);
    assert!(metrics.lines().count() > 4 * 10);
    assert!(metrics.contains("\"with, \"\"quotes\"\" & <signs>\",1,\"queueing delay, mean\",s,"));
    assert_eq!(metrics_jsonl(&comparison).lines().count(), 4);
    for line in metrics_jsonl(&comparison).lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert_eq!(pods_csv(&comparison).lines().count(), 1 + 4 * 40);
    let samples: usize = comparison.reports.iter().flatten().map(|it| it.series.len()).sum();
    assert!(samples > 40);
    assert_eq!(series_csv(&comparison).lines().count(), 1 + samples);
}

#[test]
fn the_page_stands_alone_and_is_whole() {
    let page = html(&comparison(), "A <title>", "What it is about.");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>"));
    assert!(page.contains("A &lt;title&gt;") && page.contains("&lt;signs&gt;"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("NaN"));
    for (opening, closing) in [("<svg", "</svg>"), ("<section", "</section>"), ("<td", "</td>")] {
        assert_eq!(page.matches(opening).count(), page.matches(closing).count(), "{opening}");
    }
    assert!(page.matches("<svg").count() >= 8);
}

#[test]
fn numbers_are_told_in_few_digits() {
    let rows = [
        (0.0, "0"),
        (0.12345, "0.123"),
        (1.5, "1.5"),
        (12.345, "12.3"),
        (123.4, "123"),
        (1_234_567.0, "1\u{202f}234\u{202f}567"),
        (-4.0, "−4"),
    ];
    for (value, want) in rows {
        assert_eq!(chart::number(value), want);
    }
}
