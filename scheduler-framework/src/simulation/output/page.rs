//! The page: one file, without anything from elsewhere.

use std::fmt::Write as _;

use super::chart::{COLOURS, Line, Plot, bars, escaped, lines, number};
use crate::simulation::comparison::{Cell, Comparison};
use crate::simulation::{Report, Sample};

const STYLE: &str = include_str!("page.css");

/// The metrics that have bars of their own.
const BARS: [&str; 4] =
    ["queueing delay, mean", "completion time, mean", "fragmentation of CPU", "preemptions"];

/// The most points of a distribution that are drawn.
const STEPS: usize = 200;

/// The comparison as a page, under a title and a sentence about what was simulated.
#[must_use]
pub fn html(comparison: &Comparison, title: &str, about: &str) -> String {
    let table = comparison.table();
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{0}</title><style>{STYLE}</style>\
         <main><h1>{0}</h1><p>{1}</p>{2}<div class=\"grid2\">",
        escaped(title),
        escaped(about),
        legend(&comparison.policies)
    );
    let share = |value: fn(&Sample) -> f64| over_time(comparison, move |it| value(it) * 100.0);
    let first = comparison.seeds.first().copied().unwrap_or(0);
    let of_first = format!("Over time, with seed {first}.");
    let hours = "hours";
    chart(&mut page, "CPU taken", &of_first, &time_plot(&share(|it| it.cpu), hours, "%", true));
    chart(
        &mut page,
        "Memory taken",
        &of_first,
        &time_plot(&share(|it| it.memory), hours, "%", true),
    );
    if comparison.reports.iter().flatten().any(|it| it.utilisation.gpu > 0.0) {
        let gpu = share(|it| it.gpu);
        chart(&mut page, "GPUs taken", &of_first, &time_plot(&gpu, hours, "%", true));
    }
    let pending = over_time(comparison, |it| it.pending as f64);
    chart(&mut page, "Pods without a node", &of_first, &time_plot(&pending, hours, "pods", false));
    chart(
        &mut page,
        "Fragmentation",
        "The share of free CPU on nodes where typical pods do not fit.",
        &time_plot(&share(|it| it.fragmentation), hours, "%", true),
    );
    let delays = distributions(comparison, Report::queueing_delays);
    chart(
        &mut page,
        "Queueing delay",
        "How many of a hundred pods waited at most so long, over all seeds.",
        &distribution_plot(&delays),
    );
    let completions = distributions(comparison, Report::completion_times);
    chart(
        &mut page,
        "Completion time",
        "How many of a hundred pods were done after so long, over all seeds.",
        &distribution_plot(&completions),
    );
    for name in BARS {
        if let Some(row) = table.iter().find(|row| row[0].metric.name == name) {
            let about = "The mean over seeds with its 95 % confidence interval.";
            chart(
                &mut page,
                &capital(name),
                about,
                &bars(&bars_of(row, comparison), row[0].metric.unit),
            );
        }
    }
    page.push_str("</div>");
    page.push_str(&metrics_table(&table, comparison));
    let seeds = comparison.seeds.len();
    put(
        &mut page,
        format_args!(
            "<footer>{} policies, {seeds} seed{} each, the same arrivals and run times for all. \
         Differences are to the first policy, seed by seed; they are coloured where their 95 % \
         confidence interval does not hold zero.</footer></main></html>",
            comparison.policies.len(),
            if seeds == 1 { "" } else { "s" }
        ),
    );
    page
}

fn legend(policies: &[String]) -> String {
    let entry = |(index, name): (usize, &String)| {
        format!("<span><i class=\"c{}\"></i>{}</span>", index % COLOURS, escaped(name))
    };
    let entries: String = policies.iter().enumerate().map(entry).collect();
    format!("<div class=\"legend\">{entries}</div>")
}

fn chart(page: &mut String, title: &str, about: &str, svg: &str) {
    if !svg.is_empty() {
        put(page, format_args!("<section><h2>{title}</h2><p>{about}</p>{svg}</section>"));
    }
}

/// A line a policy, of its first seed.
fn over_time(comparison: &Comparison, value: impl Fn(&Sample) -> f64) -> Vec<Line> {
    let policies = comparison.policies.iter().zip(&comparison.reports);
    let line = |(name, reports): (&String, &Vec<Report>)| {
        let samples = reports.first().map_or(&[][..], |it| &it.series);
        let point = |it: &Sample| (it.at.as_nanos() as f64 / 3_600e9, value(it));
        Line { name: name.clone(), points: samples.iter().map(point).collect() }
    };
    policies.map(line).collect()
}

fn time_plot(drawn: &[Line], x: &str, y: &str, is_share: bool) -> String {
    lines(&Plot { lines: drawn, x, y, is_log: false, is_share, tell_x: number })
}

type Spans = fn(&Report) -> Vec<bowline_apimachinery::time::Duration>;

/// How many of a hundred have at most so many seconds, a line a policy.
fn distributions(comparison: &Comparison, spans: Spans) -> Vec<Line> {
    let policies = comparison.policies.iter().zip(&comparison.reports);
    let line = |(name, reports): (&String, &Vec<Report>)| {
        let all = reports.iter().flat_map(spans);
        let mut all: Vec<_> = all.map(|it| it.as_nanos() as f64 / 1e9).collect();
        all.sort_by(f64::total_cmp);
        let steps = STEPS.min(all.len());
        let point = |step: usize| {
            let rank = step * all.len() / steps;
            (all[rank - 1].max(0.001), rank as f64 * 100.0 / all.len() as f64)
        };
        Line { name: name.clone(), points: (1..=steps).map(point).collect() }
    };
    policies.map(line).collect()
}

fn distribution_plot(drawn: &[Line]) -> String {
    let plot = Plot {
        lines: drawn,
        x: "time",
        y: "% of pods",
        is_log: true,
        is_share: true,
        tell_x: span,
    };
    lines(&plot)
}

/// Seconds as people tell them.
fn span(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => format!("{}ms", number(s * 1_000.0)),
        s if s < 120.0 => format!("{}s", number(s)),
        s if s < 7_200.0 => format!("{}min", number(s / 60.0)),
        s if s < 172_800.0 => format!("{}h", number(s / 3_600.0)),
        s => format!("{}d", number(s / 86_400.0)),
    }
}

fn bars_of(row: &[Cell], comparison: &Comparison) -> Vec<(String, f64, f64)> {
    let cells = comparison.policies.iter().zip(row);
    let bar = |(name, cell): (&String, &Cell)| {
        let estimate = cell.estimate?;
        Some((name.clone(), estimate.mean, estimate.half_width.unwrap_or(0.0)))
    };
    cells.filter_map(bar).collect()
}

fn metrics_table(table: &[Vec<Cell>], comparison: &Comparison) -> String {
    let mut html =
        "<section class=\"wide\"><h2>All metrics</h2><table><thead><tr><th></th>".to_owned();
    for (index, policy) in comparison.policies.iter().enumerate() {
        put(&mut html, format_args!("<th class=\"c{}\">{}</th>", index % COLOURS, escaped(policy)));
    }
    html.push_str("</tr></thead><tbody>");
    for row in table.iter().filter(|row| row.iter().any(|it| it.estimate.is_some())) {
        let metric = row[0].metric;
        let unit =
            if metric.unit.is_empty() { String::new() } else { format!(", {}", metric.unit) };
        put(&mut html, format_args!("<tr><td>{}{unit}</td>", capital(metric.name)));
        row.iter().for_each(|cell| html.push_str(&table_cell(cell)));
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></section>");
    html
}

fn table_cell(cell: &Cell) -> String {
    let Some(estimate) = cell.estimate else { return "<td>–</td>".to_owned() };
    let width =
        |width: Option<f64>| width.map(|it| format!(" ± {}", number(it))).unwrap_or_default();
    let mut html =
        format!("<td>{}<small>{}</small>", number(estimate.mean), width(estimate.half_width));
    if let Some(difference) = cell.difference {
        let class = match cell.is_better() {
            Some(true) => " class=\"good\"",
            Some(false) => " class=\"bad\"",
            None => "",
        };
        let sign = if difference.mean > 0.0 { "+" } else { "" };
        put(
            &mut html,
            format_args!(
                "<br><small{class}>{sign}{}{}</small>",
                number(difference.mean),
                width(difference.half_width)
            ),
        );
    }
    html.push_str("</td>");
    html
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

fn put(page: &mut String, arguments: std::fmt::Arguments<'_>) {
    page.write_fmt(arguments).expect("a string takes all text");
}
