//! Prometheus' text format, version 0.0.4.

use std::fmt::Write;

use super::Histogram;

/// `# HELP` and `# TYPE`.
pub(super) fn head(out: &mut String, name: &str, help: &str, kind: &str) {
    let help = help.replace('\\', "\\\\").replace('\n', "\\n");
    // Writing to a string does not fail, here and below.
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// A line with a value; `extra` is a label that comes last.
pub(super) fn sample(
    out: &mut String,
    name: &str,
    labels: &[(&str, &str)],
    extra: Option<(&str, &str)>,
    value: f64,
) {
    out.push_str(name);
    let mut open = '{';
    for (label, text) in labels.iter().copied().chain(extra) {
        out.push(open);
        open = ',';
        let text = text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"");
        let _ = write!(out, "{label}=\"{text}\"");
    }
    if open == ',' {
        out.push('}');
    }
    let _ = writeln!(out, " {}", number(value));
}

/// The lines of a histogram.
pub(super) fn histogram(
    out: &mut String,
    name: &str,
    labels: &[(&str, &str)],
    histogram: &Histogram,
) {
    let bucket = format!("{name}_bucket");
    let mut count = 0;
    for (bound, below) in histogram.cumulative() {
        count = below;
        sample(out, &bucket, labels, Some(("le", &number(bound))), below as f64);
    }
    sample(out, &format!("{name}_sum"), labels, None, histogram.sum());
    sample(out, &format!("{name}_count"), labels, None, count as f64);
}

fn number(value: f64) -> String {
    if value == f64::INFINITY {
        "+Inf".to_owned()
    } else if value == f64::NEG_INFINITY {
        "-Inf".to_owned()
    } else {
        value.to_string()
    }
}
