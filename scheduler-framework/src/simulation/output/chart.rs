//! Plots as SVG, drawn by hand.

use std::fmt::Write as _;

/// Width and height of a plot, and the room for its axes.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 44.0;

/// How many colours the page has for policies.
pub(super) const COLOURS: usize = 10;

/// A line of points; points must not go back in x.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) points: Vec<(f64, f64)>,
}

/// What is plotted.
pub(super) struct Plot<'a> {
    pub(super) lines: &'a [Line],
    pub(super) x: &'a str,
    pub(super) y: &'a str,
    /// Whether x is drawn by its logarithm.
    pub(super) is_log: bool,
    /// Whether y ends at 100, as shares do.
    pub(super) is_share: bool,
    /// How a value of x is told.
    pub(super) tell_x: fn(f64) -> String,
}

/// The plot as an `svg` element; nothing if there is nothing to draw.
pub(super) fn lines(plot: &Plot<'_>) -> String {
    let scale = |x: f64| if plot.is_log { x.max(0.001).log10() } else { x };
    let points = || plot.lines.iter().flat_map(|it| &it.points);
    let xs = || points().map(|(x, _)| scale(*x));
    let (from, to) = (xs().fold(f64::INFINITY, f64::min), xs().fold(f64::NEG_INFINITY, f64::max));
    if !from.is_finite() || !to.is_finite() {
        return String::new();
    }
    let to = if to > from { to } else { from + 1.0 };
    let top = match plot.is_share {
        true => 100.0,
        false => nice(points().map(|(_, y)| *y).fold(0.0, f64::max)),
    };
    let at_x = |x: f64| LEFT + (scale(x) - from) / (to - from) * (WIDTH - LEFT - RIGHT);
    let at_y = |y: f64| HEIGHT - BOTTOM - y / top * (HEIGHT - TOP - BOTTOM);
    let mut svg = opening(plot.y);
    grid(&mut svg, top, at_y);
    for step in 0..=4 {
        let place = from + (to - from) * f64::from(step) / 4.0;
        let value = if plot.is_log { 10_f64.powf(place) } else { place };
        let x = at_x(value);
        let label = (plot.tell_x)(value);
        put(
            &mut svg,
            format_args!(
                "<text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
                HEIGHT - BOTTOM + 18.0
            ),
        );
    }
    put(
        &mut svg,
        format_args!(
            "<text class=\"axis\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            (LEFT + WIDTH - RIGHT) / 2.0,
            HEIGHT - 8.0,
            escaped(plot.x)
        ),
    );
    for (index, line) in plot.lines.iter().enumerate() {
        let path: Vec<_> =
            line.points.iter().map(|(x, y)| format!("{:.1},{:.1}", at_x(*x), at_y(*y))).collect();
        put(
            &mut svg,
            format_args!(
                "<polyline class=\"line c{}\" points=\"{}\"><title>{}</title></polyline>",
                index % COLOURS,
                path.join(" "),
                escaped(&line.name)
            ),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Bars with their intervals, one a name; nothing if there are none.
pub(super) fn bars(values: &[(String, f64, f64)], unit: &str) -> String {
    let most = values.iter().map(|(_, value, width)| value + width).fold(0.0, f64::max);
    if values.is_empty() || most <= 0.0 {
        return String::new();
    }
    let top = nice(most);
    let at_y = |y: f64| HEIGHT - BOTTOM - y.max(0.0) / top * (HEIGHT - TOP - BOTTOM);
    let mut svg = opening(unit);
    grid(&mut svg, top, at_y);
    let slot = (WIDTH - LEFT - RIGHT) / values.len() as f64;
    for (index, (name, value, width)) in values.iter().enumerate() {
        let middle = LEFT + slot * (index as f64 + 0.5);
        let bar = (slot * 0.6).min(90.0);
        let (y, bottom) = (at_y(*value), HEIGHT - BOTTOM);
        let name = escaped(name);
        put(
            &mut svg,
            format_args!(
                "<rect class=\"bar c{}\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{bar:.1}\" \
             height=\"{:.1}\" rx=\"3\"><title>{name}: {}</title></rect>",
                index % COLOURS,
                middle - bar / 2.0,
                bottom - y,
                number(*value)
            ),
        );
        if *width > 0.0 {
            let (high, low) = (at_y(value + width), at_y(value - width));
            put(
                &mut svg,
                format_args!(
                    "<path class=\"whisker\" d=\"M{middle:.1} {high:.1}V{low:.1}M{:.1} {high:.1}h12\
                 M{:.1} {low:.1}h12\"/>",
                    middle - 6.0,
                    middle - 6.0
                ),
            );
        }
        put(
            &mut svg,
            format_args!(
                "<text class=\"tick\" x=\"{middle:.1}\" y=\"{:.1}\" \
             text-anchor=\"middle\">{name}</text>",
                bottom + 18.0
            ),
        );
    }
    svg.push_str("</svg>");
    svg
}

fn opening(y: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\"><text class=\"axis\" \
         transform=\"translate(14 {:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        (TOP + HEIGHT - BOTTOM) / 2.0,
        escaped(y)
    )
}

fn grid(svg: &mut String, top: f64, at_y: impl Fn(f64) -> f64) {
    for step in 0..=4 {
        let value = top * f64::from(step) / 4.0;
        let y = at_y(value);
        put(
            svg,
            format_args!(
                "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{:.1}\"/><text class=\"tick\" x=\"{:.1}\" \
             y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 8.0,
                y + 4.0,
                number(value)
            ),
        );
    }
}

/// The next number with one digit, or 2.5 times a power of ten.
fn nice(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 10.0];
    steps.into_iter().map(|it| it * power).find(|it| *it >= value).unwrap_or(10.0 * power)
}

fn put(svg: &mut String, arguments: std::fmt::Arguments<'_>) {
    svg.write_fmt(arguments).expect("a string takes all text");
}

/// A number in about three digits, large ones with thin spaces between thousands.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size >= 1_000.0 {
        let digits = format!("{size:.0}");
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index) % 3 == 0 {
                text.push('\u{202f}');
            }
            text.push(digit);
        }
        return if value < 0.0 { format!("−{text}") } else { text };
    }
    let decimals = match size {
        size if size >= 100.0 || size == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    text.replace('-', "−")
}

/// Text in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
