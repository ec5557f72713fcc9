//! Rules in CEL: microseconds to compile and to run them.

use bowline_benches::{report, rules};
use clap::Parser;

/// Microseconds to compile and to run rules.
#[derive(Parser)]
struct Arguments {
    /// Runs of each measurement; the best counts.
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// One JSON line a measurement instead of a table.
    #[arg(long)]
    json: bool,
}

fn main() {
    let arguments = Arguments::parse();
    report::head(arguments.json);
    for measurement in rules::measure(arguments.rounds) {
        report::print(&measurement, arguments.json);
    }
}
